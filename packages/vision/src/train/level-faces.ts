/**
 * The faces that a level learns from, chooses on and is tested on.
 *
 * @module
 */
import {
  cutParts,
  foldsSchema,
  MltlError,
  requireNoFolds,
  requirePlannedContents,
  type Splitter,
  shareOrPlaceSchema,
  trainAndDev,
} from "@mltl/core";
import { z } from "zod";
import type { FaceSet } from "../data/face-set.js";
import { FERPLUS_TARGETS } from "../data/ferplus.js";
import { heldOutSchema, holdOut } from "../data/hold-out.js";
import { type FaceData, openFaces } from "../data/open-faces.js";
import { foldsOf, splitFaces } from "../data/split-faces.js";
import { useSchema, useSplits } from "../data/use-splits.js";
import { chooseFaces } from "./choose-faces.js";

/** What a level's `data` may say of its faces. */
export const levelFacesSettings = {
  /** Name of a data set's manifest, or a path: a folder of class folders, a CSV of path and label. */
  set: z.string().min(1),
  /** The classes to tell apart, in this order; faces of others are left out. All where left out. */
  labels: z.array(z.string().min(1)).min(2).optional(),
  /** Which of the set's splits is for what, where that isn't what they are called. */
  use: useSchema.optional(),
  /** Of the faces, as those who have them state it; a manifest's own where left out. */
  licence: z.string().min(1).optional(),
  /** What the set's contents have to hash to; any where left out. */
  sha256: z.string().optional(),
  /** How a set that comes without splits is split; of one with a train split only, dev is cut from that. */
  split: z
    .strictObject({
      /** Share of the faces to choose on, or the path of other faces. */
      dev: shareOrPlaceSchema.default(0.15),
      /** Share of the faces to score once, or the path of other faces. */
      test: shareOrPlaceSchema.default(0.15),
      seed: z.number().int().nonnegative().default(1),
      /** What stays on one side: a column, or a pattern whose first capture in a file's name it is. */
      groupBy: z.string().min(1).optional(),
    })
    .prefault({}),
  /** Takes one of so many parts of a set without splits for the test, in place of `split.test`. */
  folds: foldsSchema.optional(),
  /** Of a set without splits: whose faces are for dev and test, by group, in place of `split`'s shares. */
  heldOut: heldOutSchema.optional(),
  /** Leaves out rows that the set marks as unfit, such as those with a twin in another split. */
  clean: z.boolean().default(true),
  /** Of FER+ to train on: faces with a majority (the default), or all whose votes have a distribution. */
  targets: z.enum(FERPLUS_TARGETS).optional(),
  /** Share of the train split, of each class alike; a smaller one is part of a larger one. */
  fraction: z.number().positive().max(1).default(1),
  /** Faces of each class of the train split, of as many groups as there are; fewer are part of more. */
  perClass: z.number().int().positive().optional(),
  /** Faces of the train split in all, each class in proportion; fewer are part of more. */
  rows: z.number().int().positive().optional(),
};

const settingsSchema = z.strictObject(levelFacesSettings);

/** {@link levelFacesSettings}, as they are written. */
export type LevelFacesInput = z.input<typeof settingsSchema>;

/** {@link levelFacesSettings}, defaults filled in. */
export type LevelFacesOptions = z.infer<typeof settingsSchema>;

/** Fills in what has a default. */
export function parseLevelFaces(input: LevelFacesInput): LevelFacesOptions {
  return settingsSchema.parse(input);
}

/** Faces by what they are for. */
export interface LevelFaces {
  readonly data: FaceData;
  readonly train: FaceSet;
  readonly dev: FaceSet;
  /** By name, each scored once at the end. */
  readonly tests: Readonly<Record<string, FaceSet>>;
  /** How the set was split, where it came without splits. */
  readonly split?: Readonly<Record<string, unknown>>;
}

/**
 * Opens a level's set and splits it where it comes without splits.
 *
 * @param seed - of the level: decides `fraction`, `rows` and `perClass`
 * @throws MltlError `E_NOT_FOUND`, `E_BAD_DATA` for what can't be split, has too few classes or other
 *   contents than `sha256`
 */
export async function openLevelFaces(
  options: LevelFacesOptions,
  { dataRoot, seed }: { readonly dataRoot: string; readonly seed: number },
): Promise<LevelFaces> {
  const { set, sha256, labels, use } = options;
  const opened = await openFaces(set, { dataRoot, labels });
  const data = use ? useSplits(opened, use) : opened;
  requirePlannedContents({
    set,
    what: "faces",
    planned: sha256,
    found: data.sha256,
    command: "mltl vision train",
  });
  const parts = await partsOf(data, options, dataRoot);
  const { train, dev } = parts;
  const without = data.labels.filter(
    (_, label) => !train.rows.some((row) => train.labels[row] === label),
  );
  if (without.length > 0) {
    throw new MltlError(
      "E_BAD_DATA",
      `Expected faces of every class to learn from in ${set}, received none of ${without.join(", ")}`,
    );
  }
  if (dev.rows.length === 0) {
    throw new MltlError("E_BAD_DATA", `Expected faces to choose the best epoch on, received none`, {
      hint: "Give dev a share, such as 0.15, or the path of other faces.",
    });
  }
  return { data, ...parts, train: chooseFaces(train, options, seed) };
}

type Parts = Pick<LevelFaces, "train" | "dev" | "tests" | "split">;

async function partsOf(
  data: FaceData,
  options: LevelFacesOptions,
  dataRoot: string,
): Promise<Parts> {
  const { heldOut, folds, split } = options;
  if (heldOut === undefined) {
    return data.hasOwnSplits
      ? partsWithOwn(data, options, dataRoot)
      : partsOfWhole(data, options, dataRoot);
  }
  if (data.hasOwnSplits || folds) {
    const received = folds ? "folds too" : `${data.name} with ${data.splits.join(", ")}`;
    throw new MltlError(
      "E_BAD_PLAN",
      `Expected a set without splits, and no folds, for heldOut, received ${received}`,
      { hint: "`use: { train: SPLIT }` takes one of a set's splits as a whole set." },
    );
  }
  const { groupBy } = split;
  const { train, dev, test } = holdOut(await data.read(data.splits[0]), heldOut, groupBy);
  const how = { heldOut, ...(groupBy !== undefined && { groupBy }) };
  return { train, dev, tests: { test }, split: how };
}

/** Of a set with splits: what is missing to choose on is cut from train. */
async function partsWithOwn(
  data: FaceData,
  options: LevelFacesOptions,
  dataRoot: string,
): Promise<Parts> {
  const { clean, targets, split } = options;
  requireNoFolds(data, options);
  if (!data.splits.includes("train")) {
    throw new MltlError(
      "E_BAD_DATA",
      `Expected a split 'train' in ${data.name}, received ${data.splits.join(", ")}`,
    );
  }
  const tests: Record<string, FaceSet> = {};
  for (const name of data.splits.filter((name) => !LEARNT_FROM.has(name))) {
    tests[name] = await data.read(name);
    const unmarked = await data.read(name, { clean: true });
    if (unmarked.rows.length < tests[name].rows.length) tests[`${name}-clean`] = unmarked;
  }
  const own = {
    train: await data.read("train", { clean, targets }),
    dev: data.splits.includes("dev") ? await data.read("dev") : undefined,
  };
  const splitter = splitterOf(data, split, dataRoot);
  if (typeof split.test === "string") tests.test = await splitter.other(split.test);
  const { how, ...parts } = await trainAndDev(own, options, splitter);
  return { ...parts, tests, ...(how && { split: { ...how, ...howSplit(split) } }) };
}

/** Splits that aren't tested on. */
const LEARNT_FROM = new Set(["train", "dev"]);

async function partsOfWhole(
  data: FaceData,
  options: LevelFacesOptions,
  dataRoot: string,
): Promise<Parts> {
  const { split } = options;
  const all = await data.read(data.splits[0]);
  const { test, how, ...parts } = await cutParts(all, options, splitterOf(data, split, dataRoot));
  return {
    ...parts,
    tests: test.rows.length > 0 ? { test } : {},
    split: { ...how, ...howSplit(split) },
  };
}

function splitterOf(
  data: FaceData,
  { seed, groupBy }: LevelFacesOptions["split"],
  dataRoot: string,
): Splitter<FaceSet> {
  return {
    split: (set, shares) => splitFaces(set, { ...shares, seed, groupBy }),
    folds: (set, count) => foldsOf(set, count, seed, { groupBy }),
    other: (place) => otherFaces(place, data, dataRoot),
  };
}

function howSplit({ seed, groupBy }: LevelFacesOptions["split"]): Record<string, unknown> {
  return { seed, ...(groupBy !== undefined && { groupBy }) };
}

/** Every face at another place, of the classes that the set has. */
async function otherFaces(place: string, { labels }: FaceData, dataRoot: string): Promise<FaceSet> {
  const { splits, read } = await openFaces(place, { dataRoot, labels });
  if (splits.length === 1) return read(splits[0]);
  throw new MltlError(
    "E_BAD_DATA",
    `Expected a folder of class folders to choose or test on, received ${place} with splits ${splits.join(", ")}`,
    { hint: `Name one of its folders: ${place}/${splits[0]}` },
  );
}
