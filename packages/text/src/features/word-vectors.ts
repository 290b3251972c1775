/**
 * Word vectors pruned to a vocabulary.
 *
 * @module
 */
import type { VectorRows } from "./vector-rows.js";

/** Vectors of lower-cased words. */
export interface WordVectors {
  readonly width: number;
  readonly words: readonly string[];
  readonly rows: VectorRows;
  /** Row of a word as it is written, or lower-cased, or with digits as 0; -1 where unknown. */
  rowOf(word: string): number;
}

/** Adds the look-up to rows. */
export function wordVectors(words: readonly string[], rows: VectorRows): WordVectors {
  // Filled one by one: a pair for each of 200,000 words would cost a start 100 ms.
  const index = new Map<string, number>();
  words.forEach((word, row) => {
    index.set(word, row);
  });
  const lookUp = (word: string) => index.get(word) ?? -1;
  return {
    width: rows.width,
    words,
    rows,
    rowOf(word) {
      const exact = lookUp(word);
      if (exact >= 0) return exact;
      const lower = lookUp(word.toLowerCase());
      return lower >= 0 || !/\d/.test(word)
        ? lower
        : lookUp(word.toLowerCase().replace(/\d/g, "0"));
    },
  };
}
