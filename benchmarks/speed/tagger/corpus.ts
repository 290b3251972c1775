/**
 * The sentences that both contenders of the tagger's cases read: one JSON file, with the very
 * batches in it, so that neither gets an easier order or less padding.
 *
 * @module
 */
import { writeFile } from "node:fs/promises";
import { randomStream } from "@mltl/core";
import { bioesTags } from "#text/scheme/tag-scheme.js";
import { readSentences } from "./real-sentences.js";
import { syntheticSentences } from "./synthetic-sentences.js";

/** What the file holds. */
export interface Corpus {
  /** `synthetic`, or the folder's name. */
  readonly source: string;
  /** `O`, then `B-`, `I-`, `E-` and `S-` of each type: a label's id is its place. */
  readonly labels: readonly string[];
  /** The surface forms of train and dev: a word's id is its place. */
  readonly words: readonly string[];
  /** The characters (code points) of `words`. Both contenders number them from 1, padding is 0. */
  readonly characters: readonly string[];
  readonly train: CorpusSplit;
  readonly dev: CorpusSplit;
}

/** A part of a corpus. */
export interface CorpusSplit {
  readonly sentences: readonly CorpusSentence[];
  /**
   * By batch size, the sentences of each batch, in the order in which they are to be used, over and
   * over: sorted by length, cut, and the batches shuffled. The last ones cut may be smaller.
   */
  readonly batches: Readonly<Record<BatchSize, readonly (readonly number[])[]>>;
}

/** Ids of a sentence's words and of their labels. */
export interface CorpusSentence {
  readonly words: readonly number[];
  readonly labels: readonly number[];
}

const BATCH_SIZES = ["1", "10", "32"] as const;

/** What a batch can hold. */
export type BatchSize = (typeof BATCH_SIZES)[number];

/** A sentence before its words have ids: BIOES labels. */
export interface LabelledSentence {
  readonly words: readonly string[];
  readonly labels: readonly string[];
}

/** Where a corpus is made from. */
export interface LabelledSet {
  readonly source: string;
  readonly types: readonly string[];
  readonly train: readonly LabelledSentence[];
  readonly dev: readonly LabelledSentence[];
}

/**
 * Writes a corpus to `file`.
 *
 * @param data - a folder with `train` and `dev` as `.conll` or `.conll.gz`; synthetic sentences
 *   without it, the same ones every time
 */
export async function writeCorpus(file: string, data?: string): Promise<Corpus> {
  const corpus = assemble(data ? await readSentences(data) : syntheticSentences());
  await writeFile(file, JSON.stringify(corpus));
  return corpus;
}

function assemble({ source, types, train, dev }: LabelledSet): Corpus {
  const labels = bioesTags(types);
  const words = [...new Set([...train, ...dev].flatMap((sentence) => sentence.words))];
  const labelIds = new Map(labels.map((label, i) => [label, i]));
  const wordIds = new Map(words.map((word, i) => [word, i]));
  const idsOf = (items: readonly string[], ids: ReadonlyMap<string, number>) =>
    items.map((item) => ids.get(item) as number);
  const split = (name: string, sentences: readonly LabelledSentence[]): CorpusSplit => ({
    sentences: sentences.map((sentence) => ({
      words: idsOf(sentence.words, wordIds),
      labels: idsOf(sentence.labels, labelIds),
    })),
    batches: Object.fromEntries(
      BATCH_SIZES.map((size) => [size, bucket(name, sentences, Number(size))]),
    ) as Record<BatchSize, number[][]>,
  });
  return {
    source,
    labels,
    words,
    characters: [...new Set(words.flatMap((word) => [...word]))],
    train: split("train", train),
    dev: split("dev", dev),
  };
}

function bucket(
  name: string,
  sentences: readonly LabelledSentence[],
  size: number,
): readonly number[][] {
  const order = sentences
    .map((_, i) => i)
    .sort((a, b) => sentences[a].words.length - sentences[b].words.length || a - b);
  const batches: number[][] = [];
  for (let from = 0; from < order.length; from += size) {
    batches.push(order.slice(from, from + size));
  }
  return randomStream("batches", name, size).shuffle(batches);
}
