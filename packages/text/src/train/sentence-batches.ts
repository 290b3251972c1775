/**
 * Batches of tagged sentences.
 *
 * @module
 */
import { type Feeds, type Objective, randomStream } from "@mltl/core";
import type { AnnotatedSentence } from "../data/tagged-set.js";
import { encodeSentences, type Withheld, type WordFeatures } from "../features/encode-sentences.js";

/** A sentence and what reports call it. */
export interface NamedSentence extends AnnotatedSentence {
  readonly id: string;
}

export interface SentenceBatchOptions {
  /** Sentences a batch. */
  readonly batch: number;
  /** Chance that a word is withheld; and that its row of the trained table alone is. */
  readonly hideVector: number;
  readonly hideRow: number;
  /** Chance that a sentence is seen in lower case; and in upper case. */
  readonly lowerCase: number;
  readonly upperCase: number;
}

/** Sentences that are sorted by length together, in batches: enough to pad little, few enough to mix. */
const BUCKET_BATCHES = 20;

/** What sentences of a batch teach, padded to `time` steps. */
export type SentenceTargets = (sentences: readonly NamedSentence[], time: number) => Feeds;

/** Batches of sentences of like length, in another order at each epoch. */
export function sentenceBatches(
  sentences: readonly NamedSentence[],
  features: WordFeatures,
  targets: SentenceTargets,
  options: SentenceBatchOptions,
  seed: number,
): Pick<Objective, "stepsPerEpoch" | "batch"> {
  const { hideVector, hideRow } = options;
  const batchesOf = batchesByEpoch(sentences, options.batch, seed);
  return {
    stepsPerEpoch: Math.ceil(sentences.length / options.batch),
    batch(epoch, step) {
      const random = randomStream(seed, "features", epoch, step);
      const chosen = batchesOf(epoch)[step].map((i) => sentences[i]);
      const words = chosen.map((sentence) => recase(sentence.words, random.next(), options));
      const hide = (): Withheld | undefined => {
        const draw = random.next();
        if (draw < hideVector) return "word";
        return draw < hideVector + hideRow ? "row" : undefined;
      };
      const { feeds, time, tokens } = encodeSentences(words, features, hide);
      return {
        feeds: { ...feeds, ...targets(chosen, time) },
        size: tokens,
        ids: chosen.map(({ id }) => id),
      };
    },
  };
}

function recase(
  words: readonly string[],
  draw: number,
  { lowerCase, upperCase }: { lowerCase: number; upperCase: number },
) {
  if (draw < lowerCase) return words.map((word) => word.toLowerCase());
  if (draw < lowerCase + upperCase) return words.map((word) => word.toUpperCase());
  return words;
}

/** The epoch's batches of sentence indices: shuffled, sorted by length within buckets, shuffled again. */
function batchesByEpoch(sentences: readonly AnnotatedSentence[], size: number, seed: number) {
  let known = -1;
  let batches: number[][] = [];
  return (epoch: number): number[][] => {
    if (epoch === known) return batches;
    const random = randomStream(seed, "order", epoch);
    const order = random.shuffle(sentences.map((_, i) => i));
    batches = [];
    for (let from = 0; from < order.length; from += size * BUCKET_BATCHES) {
      const bucket = order.slice(from, from + size * BUCKET_BATCHES);
      bucket.sort((a, b) => sentences[a].words.length - sentences[b].words.length);
      for (let i = 0; i < bucket.length; i += size) batches.push(bucket.slice(i, i + size));
    }
    known = epoch;
    return random.shuffle(batches);
  };
}
