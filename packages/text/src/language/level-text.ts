/**
 * The text that a language model learns from: training splits alone.
 *
 * @module
 */
import { MltlError, nestedSubset } from "@mltl/core";
import { z } from "zod";
import { openTagged, type TaggedData } from "../data/open-tagged.js";
import { readTaggedSettings } from "../data/read-tagged-file.js";
import { splitTagged } from "../data/split-tagged.js";
import { ALL, type AnnotatedSentence } from "../data/tagged-set.js";
import { cutSentence } from "../train/cut-sentences.js";
import type { NamedSentence } from "../train/sentence-batches.js";

const setSchema = z.strictObject({
  /** Name of a data set's manifest, or a path; its tags aren't looked at. */
  set: z.string().min(1),
  /** Splits to learn from: what is tested on may not be among them. */
  splits: z.array(z.string().min(1)).min(1).optional(),
  ...readTaggedSettings,
});

/** What a level's `data` may say of its text. */
export const levelTextSettings = {
  sets: z.array(setSchema).min(1),
  /** So many sentences of each set; fewer are part of more. */
  sentences: z.number().int().positive().optional(),
  /** What is held out of each set's training split: to choose the epoch on, and to score once. */
  heldOut: z
    .strictObject({
      dev: z.number().gt(0).lt(0.5).default(0.03),
      test: z.number().gt(0).lt(0.5).default(0.03),
      seed: z.number().int().nonnegative().default(1),
    })
    .prefault({}),
  /** Sets of which no sentence outside of train is learned from, word for word, wherever it stands. */
  without: z.array(z.string().min(1)).default([]),
  /** Longer sentences are learned from in pieces; tokens. */
  maxTokens: z.number().int().positive().default(120),
};

const settingsSchema = z.strictObject(levelTextSettings);
type LevelTextOptions = z.infer<typeof settingsSchema>;
type SetOptions = z.infer<typeof setSchema>;

/** Sentences by what they are for; their tags say nothing. */
export interface LevelText {
  readonly sources: readonly TaggedData[];
  readonly train: readonly NamedSentence[];
  readonly dev: readonly AnnotatedSentence[];
  readonly test: readonly AnnotatedSentence[];
  /** Sentences that were left out because a set of `without` holds them. */
  readonly leftOut: number;
}

/**
 * Opens a level's text.
 *
 * @param seed - of the level: decides `sentences`
 * @throws MltlError `E_BAD_PLAN` for splits that aren't for training, `E_NOT_FOUND`, `E_BAD_DATA`
 */
export async function openLevelText(
  { sets, sentences: most, heldOut, without, maxTokens }: LevelTextOptions,
  { dataRoot, seed }: { readonly dataRoot: string; readonly seed: number },
): Promise<LevelText> {
  const kept = await heldSentences(without, dataRoot);
  const text = { sources: [] as TaggedData[], train: [] as NamedSentence[], leftOut: 0 };
  const held = { dev: [] as AnnotatedSentence[], test: [] as AnnotatedSentence[] };
  for (const set of sets) {
    const data = await openTagged(set.set, { ...set, dataRoot });
    const all = await readTraining(data, set);
    const free = all.filter((sentence) => !kept.has(textOf(sentence)));
    const chosen =
      most === undefined || most >= free.length
        ? free
        : nestedSubset(free.length, most / free.length, seed).map((i) => free[i]);
    const { train, dev, test } = splitTagged({ sentences: chosen }, heldOut);
    text.sources.push(data);
    text.leftOut += all.length - free.length;
    text.train.push(
      ...train.sentences.flatMap((sentence, i) =>
        cutSentence(sentence, maxTokens).map((piece) => ({ ...piece, id: `${set.set}:${i}` })),
      ),
    );
    held.dev.push(...dev.sentences);
    held.test.push(...test.sentences);
  }
  return { ...text, ...held };
}

const textOf = ({ words }: AnnotatedSentence) => words.join(" ");

/** Sentences outside of train, as text. */
async function heldSentences(names: readonly string[], dataRoot: string): Promise<Set<string>> {
  const held = new Set<string>();
  for (const name of names) {
    const data = await openTagged(name, { dataRoot });
    for (const split of data.splits.filter((one) => one !== "train")) {
      for (const sentence of (await data.read(split)).sentences) held.add(textOf(sentence));
    }
  }
  return held;
}

/** Words alone, of splits that are for training; sentences without words are none. */
async function readTraining(
  data: TaggedData,
  { set, splits = [data.hasOwnSplits ? "train" : ALL] }: SetOptions,
): Promise<AnnotatedSentence[]> {
  const other = splits.find((name) => name !== ALL && !/^train/i.test(name));
  if (other !== undefined) {
    throw new MltlError(
      "E_BAD_PLAN",
      `Expected training splits to learn language from, received '${other}' of ${set}`,
      { hint: "What sentences are chosen or tested on must not have been read before." },
    );
  }
  const read = await Promise.all(splits.map((name) => data.read(name)));
  return read
    .flatMap(({ sentences }) => sentences)
    .filter(({ words }) => words.length > 0)
    .map(({ words }) => ({ words, spans: [] }));
}
