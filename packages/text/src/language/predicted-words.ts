/**
 * What a language model predicts: the frequent words of a text, and where a sentence begins and ends.
 *
 * @module
 */
import type { Feeds } from "@mltl/core";
import { countVocabulary } from "../features/vocabulary.js";

/** Class 0: no word of a text, for it holds a blank. */
export const BORDER = "sentence border";

/** A word is worth predicting that is met at least so often. */
const AT_LEAST = 2;

/** Classes of the prediction. */
export interface PredictedWords {
  /** {@link BORDER}, then words. */
  readonly classes: readonly string[];
  /** Class of a word as it is written; undefined where it isn't predicted. */
  classOf(word: string): number | undefined;
}

/** Wraps names of classes with the look-up. */
export function predictedWords(classes: readonly string[]): PredictedWords {
  const places = new Map(classes.map((word, i) => [word, i]));
  return { classes, classOf: (word) => places.get(word) };
}

/** The border and the `count` most frequent words, as they are written. */
export function frequentWords(
  sentences: Iterable<{ readonly words: readonly string[] }>,
  count: number,
): PredictedWords {
  const [, ...words] = countVocabulary(sentences, AT_LEAST).words;
  return predictedWords([BORDER, ...words.slice(0, count)]);
}

/** A direction of reading: the next word is predicted, or the one before. */
export const DIRECTIONS = ["forward", "backward"] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** Predictions of a batch. */
export interface EncodedPredictions {
  /**
   * `places` `[n]`: of the `[time, batch, direction]` states, in that order, those that predict;
   * `expected` `[n]`: the class that each has to find. int32.
   */
  readonly feeds: Feeds;
  /** n */
  readonly counted: number;
  /** Predictions that are left out because the word is none of the classes. */
  readonly left: number;
}

/**
 * What stands beside each word of a batch: after a sentence's last word, and before its first, stands
 * the border. Padding predicts nothing, nor does a word whose neighbour is no class.
 *
 * @param sentences - words of each sentence, none empty
 */
export function encodePredictions(
  sentences: readonly (readonly string[])[],
  { classOf }: Pick<PredictedWords, "classOf">,
  directions: readonly Direction[] = DIRECTIONS,
): EncodedPredictions {
  const places: number[] = [];
  const expected: number[] = [];
  let left = 0;
  for (const direction of directions) {
    const step = direction === "forward" ? 1 : -1;
    sentences.forEach((words, b) => {
      for (let t = 0; t < words.length; t++) {
        const neighbour = words[t + step];
        const found = neighbour === undefined ? 0 : classOf(neighbour);
        if (found === undefined) {
          left++;
          continue;
        }
        places.push(2 * (t * sentences.length + b) + DIRECTIONS.indexOf(direction));
        expected.push(found);
      }
    });
  }
  const ints = (data: number[]) => ({ shape: [data.length], data: Int32Array.from(data) });
  return {
    feeds: { places: ints(places), expected: ints(expected) },
    counted: places.length,
    left,
  };
}
