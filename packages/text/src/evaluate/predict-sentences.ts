/**
 * What a tagger finds in tokenised sentences, for whoever scores it: in training and after.
 *
 * @module
 */
import type { TokenSpan } from "../tag/decode-sentence.js";
import { tagSentences } from "../tag/tag-sentences.js";
import type { TaggerModel } from "../tag/tagger-model.js";

/** How {@link predictSentences} works. */
export interface PredictOptions {
  /** Sentences that go through the network together, at most. */
  readonly batch?: number;
  /** Told how many of the sentences are done. */
  readonly onProgress?: (done: number) => void;
}

/** Sentences between two reports of progress. */
const CHUNK = 512;

/**
 * The entities of each sentence, in order. Sentences of like length share a batch, and long ones are
 * seen through overlapping windows, as in tagging; what stands beside a sentence changes nothing.
 */
export function predictSentences(
  sentences: readonly { readonly words: readonly string[] }[],
  model: Pick<TaggerModel, "predict">,
  { batch, onProgress }: PredictOptions = {},
): TokenSpan[][] {
  const found: TokenSpan[][] = [];
  for (let from = 0; from < sentences.length; from += CHUNK) {
    const words = sentences.slice(from, from + CHUNK).map((sentence) => sentence.words);
    found.push(...tagSentences(model, words, { batch }));
    onProgress?.(found.length);
  }
  return found;
}
