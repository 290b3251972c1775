/**
 * The sentences that a level learns from, chooses on and is tested on.
 *
 * @module
 */
import {
  cutParts,
  foldsSchema,
  MltlError,
  nestedSubset,
  requireNoFolds,
  requirePlannedContents,
  type Splitter,
  shareOrPlaceSchema,
  trainAndDev,
} from "@mltl/core";
import { z } from "zod";
import { openTagged, type TaggedData } from "../data/open-tagged.js";
import { readTaggedSettings } from "../data/read-tagged-file.js";
import { foldsOfTagged, type SplitBy, splitBy, splitTagged } from "../data/split-tagged.js";
import { ALL, type AnnotatedSentence, type TaggedSentences } from "../data/tagged-set.js";
import { cutSentence } from "./cut-sentences.js";
import type { NamedSentence } from "./sentence-batches.js";
import { annotatesOf, guessedTypes, markAnnotates } from "./set-annotates.js";

const splits = z.array(z.string().min(1));

const setSchema = z.strictObject({
  /** Name of a data set's manifest, or a path: a file of tagged sentences, a folder of such files. */
  set: z.string().min(1),
  /** The set's type -> ours; a type that isn't named is no entity. Left out: all, as they are. */
  types: z.record(z.string(), z.string()).optional(),
  /**
   * Types that the set is annotated with, as we call them, whether or not they occur in it; of others
   * it says nothing. Left out: those of its manifest or of `types`, else those that occur.
   */
  annotates: z.array(z.string().min(1)).min(1).optional(),
  /** Splits to learn from; `train` where left out. */
  train: splits.optional(),
  /** Splits to choose on; where left out `dev`, or a share of `train` where there is none. */
  dev: splits.optional(),
  /** Splits to score once at the end; `test` where left out and there is one. */
  test: splits.optional(),
  /** How a set that comes without splits is split; of one with a train split only, dev is cut from that. */
  split: z
    .strictObject({
      /** Share to choose on, or the path of other sentences. */
      dev: shareOrPlaceSchema.default(0.15),
      /** Share to score once, or the path of other sentences. */
      test: shareOrPlaceSchema.default(0.15),
      seed: z.number().int().nonnegative().default(1),
    })
    .prefault({}),
  /** Takes one of so many parts of a set without splits for the test, in place of `split.test`. */
  folds: foldsSchema.optional(),
  /** Of the sentences, as those who have them state it; a manifest's own where left out. */
  licence: z.string().min(1).optional(),
  /** What the set's contents have to hash to; any where left out. */
  sha256: z.string().optional(),
  ...readTaggedSettings,
});

/** What a level's `data` may say of its sentences. */
export const levelSentencesSettings = {
  /** What is learned; every type of its sets where left out. */
  types: z.array(z.string().min(1)).min(1).optional(),
  sets: z.array(setSchema).min(1),
  /** Share of the sentences to learn from, of each set alike; a smaller one is part of a larger one. */
  fraction: z.number().positive().max(1).default(1),
  /** So many sentences to learn from, of each set; fewer are part of more. */
  sentences: z.number().int().positive().optional(),
  /** Longer sentences are learned from in pieces, cut outside of entities; tokens. */
  maxTokens: z.number().int().positive().default(120),
};

const settingsSchema = z.strictObject(levelSentencesSettings);

/** {@link levelSentencesSettings}, as they are written. */
export type LevelSentencesInput = z.input<typeof settingsSchema>;

/** {@link levelSentencesSettings}, defaults filled in. */
export type LevelSentencesOptions = z.infer<typeof settingsSchema>;

type SetOptions = z.infer<typeof setSchema>;

/** Fills in what has a default. */
export function parseLevelSentences(input: LevelSentencesInput): LevelSentencesOptions {
  return settingsSchema.parse(input);
}

/** A set and what it is used for. */
export interface SentenceSource {
  readonly data: TaggedData;
  /** As those who have the set state it, else as its manifest does. */
  readonly licence: string;
  readonly train: TaggedSentences;
  readonly dev: TaggedSentences;
  readonly test: TaggedSentences;
  /** How it was split, where it came without splits. */
  readonly split?: Readonly<Record<string, unknown>> & { readonly by: SplitBy };
}

/** Sentences by what they are for. */
export interface LevelSentences {
  readonly types: readonly string[];
  readonly sources: readonly SentenceSource[];
  /** Long ones in pieces. */
  readonly train: readonly NamedSentence[];
  /** Sentences of more than `maxTokens` that are learned from in pieces; tokens of the longest. */
  readonly cut: { readonly sentences: number; readonly longest: number };
  readonly dev: readonly AnnotatedSentence[];
  /** What was guessed of the sets, a sentence each. */
  readonly notices: readonly string[];
  /** By name, each scored once at the end. */
  readonly tests: Readonly<Record<string, readonly AnnotatedSentence[]>>;
}

/**
 * Opens a level's sets, and splits those that come without splits.
 *
 * @param seed - of the level: decides `fraction` and `sentences`
 * @throws MltlError `E_NOT_FOUND`, `E_BAD_DATA` for what can't be read or split, has no entities, or
 *   other contents than `sha256`, `E_BAD_PLAN` for types or splits that a set doesn't have, or types
 *   that it has and isn't annotated with
 */
export async function openLevelSentences(
  options: LevelSentencesOptions,
  { dataRoot, seed }: { readonly dataRoot: string; readonly seed: number },
): Promise<LevelSentences> {
  const opened = await Promise.all(options.sets.map((set) => openSource(set, dataRoot)));
  const types = options.types ?? [...new Set(opened.flatMap(({ data }) => data.types))];
  const sets = opened.map(({ data }, i) => ({ data, declared: options.sets[i].annotates }));
  const sources = opened.map((source, i) =>
    markAnnotates(source, annotatesOf(sets[i], types), types),
  );
  const whole = chooseTrain(sources, options, seed);
  const dev = sources.flatMap((source) => source.dev.sentences);
  requireEntities(whole, "to learn from", sources);
  requireEntities(dev, "to choose the best epoch on", sources);
  const { maxTokens } = options;
  const long = whole.filter(({ words }) => words.length > maxTokens);
  return {
    types,
    sources,
    train: whole.flatMap(({ id, ...sentence }) =>
      cutSentence(sentence, maxTokens).map((piece) => ({ ...piece, id })),
    ),
    cut: {
      sentences: long.length,
      longest: long.reduce((most, { words }) => Math.max(most, words.length), 0),
    },
    dev,
    notices: sets.flatMap((set) => guessedTypes(set, types) ?? []),
    tests: Object.fromEntries(
      sources
        .filter(({ test }) => test.sentences.length > 0)
        .map(({ data, test }) => [`test ${data.name}`, test.sentences]),
    ),
  };
}

async function openSource(options: SetOptions, dataRoot: string): Promise<SentenceSource> {
  const { set, types, annotates, sha256, licence, train, dev, test, split, folds, ...reading } =
    options;
  const data = await openTagged(set, { dataRoot, types, ...reading });
  requirePlannedContents({
    set,
    what: "sentences",
    planned: sha256,
    found: data.sha256,
    command: "mltl text train",
  });
  const named = train ?? dev ?? test;
  const parts =
    data.hasOwnSplits || named
      ? await partsWithOwn(data, options, dataRoot)
      : await partsOfWhole(data, options, dataRoot);
  return { data, licence: licence ?? data.licence, ...parts };
}

type Parts = Pick<SentenceSource, "train" | "dev" | "test" | "split">;

/** Of a set with splits: what is missing to choose on is cut from train. */
async function partsWithOwn(
  data: TaggedData,
  options: SetOptions,
  dataRoot: string,
): Promise<Parts> {
  const splitsNamed = (split: string) => data.splits.filter((name) => name === split);
  const { train: learnt = ["train"], dev: chosen = splitsNamed("dev") } = options;
  requireNoFolds(data, options);
  const train = await readAll(data, learnt);
  const own = {
    train,
    dev: options.dev || chosen.length > 0 ? await readAll(data, chosen) : undefined,
  };
  const { split } = options;
  const splitter = splitterOf(options, dataRoot);
  const test =
    typeof split.test === "string"
      ? await splitter.other(split.test)
      : await readAll(data, options.test ?? splitsNamed("test"));
  const { how, ...parts } = await trainAndDev(own, options, splitter);
  const { seed } = split;
  return { ...parts, test, ...(how && { split: { ...how, seed, by: splitBy(train) } }) };
}

async function partsOfWhole(
  data: TaggedData,
  options: SetOptions,
  dataRoot: string,
): Promise<Parts> {
  const all = await data.read(ALL);
  const { how, ...parts } = await cutParts(all, options, splitterOf(options, dataRoot));
  return { ...parts, split: { ...how, seed: options.split.seed, by: splitBy(all) } };
}

function splitterOf(options: SetOptions, dataRoot: string): Splitter<TaggedSentences> {
  const { seed } = options.split;
  return {
    split: (set, shares) => splitTagged(set, { ...shares, seed }),
    folds: (set, count) => foldsOfTagged(set, count, seed),
    other: (place) => otherSentences(place, options, dataRoot),
  };
}

async function readAll(data: TaggedData, names: readonly string[]): Promise<TaggedSentences> {
  const sets = await Promise.all(names.map((name) => data.read(name)));
  return sets.length === 1 ? sets[0] : { sentences: sets.flatMap(({ sentences }) => sentences) };
}

/** Every sentence at another place. */
async function otherSentences(
  place: string,
  { types, form, scheme, columns, textColumn }: SetOptions,
  dataRoot: string,
): Promise<TaggedSentences> {
  const { splits, read } = await openTagged(place, {
    dataRoot,
    types,
    ...{ form, scheme, columns, textColumn },
  });
  if (splits.length === 1) return read(splits[0]);
  throw new MltlError(
    "E_BAD_DATA",
    `Expected one file of sentences to choose or test on, received ${place} with splits ${splits.join(", ")}`,
    { hint: "Name the file of one of them." },
  );
}

/** A part of each set's train split. */
function chooseTrain(
  sources: readonly SentenceSource[],
  { sets, fraction, sentences }: LevelSentencesOptions,
  seed: number,
): NamedSentence[] {
  const all = sources.flatMap(({ train }, source) =>
    train.sentences.map((sentence, i) => ({ ...sentence, source, id: `${sets[source].set}:${i}` })),
  );
  const share = nestedSubset(all.length, fraction, seed, (i) => all[i].source).map((i) => all[i]);
  const chosen = sources.flatMap((_, source) => {
    const own = share.filter((sentence) => sentence.source === source);
    if (sentences === undefined || sentences >= own.length) return own;
    return nestedSubset(own.length, sentences / own.length, seed).map((i) => own[i]);
  });
  return chosen.map(({ source: _, ...sentence }) => sentence);
}

function requireEntities(
  sentences: readonly AnnotatedSentence[],
  use: string,
  sources: readonly SentenceSource[],
): void {
  if (sentences.some(({ spans }) => spans.length > 0)) return;
  const names = sources.map(({ data }) => data.name).join(", ");
  const received =
    sentences.length === 0
      ? "no sentences"
      : `${sentences.length.toLocaleString("en")} sentences without any`;
  throw new MltlError("E_BAD_DATA", `Expected entities ${use} in ${names}, received ${received}`, {
    hint:
      sentences.length === 0
        ? "Give dev a share, such as 0.15, or the path of other sentences."
        : "Are the tags in the column that is read, and not all O?",
  });
}
