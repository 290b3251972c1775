/**
 * Whether what an experiment tests on is kept apart from what it learns from: people by name, and
 * pictures by what they show.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { Level, Plan, Variant } from "@mltl/core";
import { z } from "zod";
import { EMOTION_TASK } from "../classify/emotion-model.js";
import { groupsIn } from "../data/face-groups.js";
import type { FaceSet } from "../data/face-set.js";
import { nearDuplicates } from "../data/near-duplicates.js";
import {
  type LevelFaces,
  type LevelFacesOptions,
  levelFacesSettings,
  openLevelFaces,
} from "./level-faces.js";

/** Faces, and groups (people, subjects) where they are known. */
export interface PartCount {
  readonly faces: number;
  readonly groups?: number;
}

/** One way in which an experiment splits its last levels. */
export interface TargetSplits {
  /** The plans, by name, that learn and test on it. */
  readonly plans: readonly string[];
  readonly data?: string;
  readonly set: string;
  readonly parts: Readonly<Record<string, PartCount>>;
  /** Groups that are in more than one part; undefined where no groups are known. */
  readonly groupsShared?: number;
  /**
   * Tested faces that some level has learned from or chosen on, or their twins: the same bytes, or a
   * correlation of 0.92 at 24x24, plain or mirrored.
   */
  readonly twins: { readonly tested: number; readonly exact: number; readonly near: number };
}

export interface ExperimentSplitsOptions {
  readonly dataRoot: string;
  /** Decides what levels take of their training splits. */
  readonly seed: number;
}

/** What levels say of their faces, beside what they say of batches. */
const settingsSchema = z.object(levelFacesSettings);

/**
 * The splits of an experiment's levels over faces, each way of splitting once.
 *
 * @throws MltlError as {@link openLevelFaces} does
 */
export async function experimentSplits(
  variants: readonly Pick<Variant, "plan" | "data" | "resolved">[],
  options: ExperimentSplitsOptions,
): Promise<TargetSplits[]> {
  const known = new Map<string, Promise<Pooled>>();
  const pool = new PicturePool();
  const open = (level: Level): Promise<Pooled> => {
    const settings = settingsSchema.parse(level.data);
    const key = JSON.stringify(settings);
    const opened = known.get(key) ?? openPooled(settings, options, pool);
    known.set(key, opened);
    return opened;
  };
  const chains: { variant: (typeof variants)[number]; levels: Pooled[] }[] = [];
  for (const variant of variants) {
    const levels: Pooled[] = [];
    for (const level of facesLevels(variant.resolved)) levels.push(await open(level));
    if (levels.length > 0) chains.push({ variant, levels });
  }
  const alike = pool.twins();
  const found = new Map<string, TargetSplits>();
  for (const { variant, levels } of chains) {
    const splits = splitsOf(variant, levels, alike);
    const { plans, ...facts } = splits;
    const key = JSON.stringify(facts);
    found.set(key, { ...splits, plans: [...(found.get(key)?.plans ?? []), ...plans] });
  }
  return [...found.values()];
}

function facesLevels({ levels }: Plan): readonly Level[] {
  return levels.filter(({ task }) => task === EMOTION_TASK);
}

/** A level's faces, with a number for every picture. */
interface Pooled {
  readonly set: string;
  readonly parts: Readonly<Record<string, PartCount>>;
  readonly groupsShared?: number;
  readonly learned: ReadonlySet<number>;
  readonly tested: readonly number[];
}

async function openPooled(
  settings: LevelFacesOptions,
  options: ExperimentSplitsOptions,
  pool: PicturePool,
): Promise<Pooled> {
  const faces = await openLevelFaces(settings, options);
  const { train, dev, tests } = faces;
  // `test-clean` is a part of `test`.
  const tested = [...new Set(Object.values(tests).flatMap((set) => pool.numbersOf(set)))];
  return {
    set: settings.set,
    ...partsOf(faces, settings.split.groupBy),
    learned: new Set([train, dev].flatMap((set) => pool.numbersOf(set))),
    tested,
  };
}

function partsOf(
  { train, dev, tests }: LevelFaces,
  groupBy: string | undefined,
): Pick<Pooled, "parts" | "groupsShared"> {
  const sets = Object.entries({ train, dev, ...tests });
  const groups = sets.map(([, set]) => {
    const own = groupsIn(set, groupBy);
    return own && new Set(Array.from(set.rows, (row) => own[row]).filter(Boolean));
  });
  const parts = sets.map(([name, { rows }], i): [string, PartCount] => [
    name,
    { faces: rows.length, ...(groups[i] && { groups: groups[i].size }) },
  ]);
  const counts = { parts: Object.fromEntries(parts) };
  if (!groups.every((own) => own !== undefined)) return counts;
  const apart = groups.filter((_, i) => !sets[i][0].endsWith("-clean"));
  const all = new Set(apart.flatMap((own) => [...own]));
  const shared = [...all].filter((group) => apart.filter((own) => own.has(group)).length > 1);
  return { ...counts, groupsShared: shared.length };
}

function splitsOf(
  { plan, data }: Pick<Variant, "plan" | "data">,
  levels: readonly Pooled[],
  alike: ReadonlyMap<number, readonly number[]>,
): TargetSplits {
  const { set, parts, groupsShared, tested } = levels[levels.length - 1];
  const isLearned = (picture: number) => levels.some(({ learned }) => learned.has(picture));
  const exact = tested.filter(isLearned).length;
  const near = tested.filter(
    (picture) => !isLearned(picture) && alike.get(picture)?.some(isLearned),
  ).length;
  return {
    plans: [plan],
    ...(data !== undefined && { data }),
    ...{ set, parts, ...(groupsShared !== undefined && { groupsShared }) },
    twins: { tested: tested.length, exact, near },
  };
}

/** Every picture once, by its bytes, whatever sets it is in. */
class PicturePool {
  private readonly numbers = new Map<string, number>();
  private readonly pictures: Uint8Array[] = [];
  private size = 0;

  /** A number for each of a set's rows, the same for the same bytes. */
  numbersOf({ pixels, size, rows }: FaceSet): number[] {
    this.size = size;
    return Array.from(rows, (row) => {
      const picture = pixels.subarray(row * size ** 2, (row + 1) * size ** 2);
      const hash = createHash("sha256").update(picture).digest("base64");
      const known = this.numbers.get(hash);
      if (known !== undefined) return known;
      this.numbers.set(hash, this.pictures.length);
      return this.pictures.push(picture) - 1;
    });
  }

  /** For each picture that has any, those that are nearly the same. */
  twins(): Map<number, number[]> {
    const twins = new Map<number, number[]>();
    const all = new Uint8Array(Buffer.concat(this.pictures));
    for (const { a, b } of this.pictures.length > 0 ? nearDuplicates(all, this.size) : []) {
      twins.set(a, [...(twins.get(a) ?? []), b]);
      twins.set(b, [...(twins.get(b) ?? []), a]);
    }
    return twins;
  }
}
