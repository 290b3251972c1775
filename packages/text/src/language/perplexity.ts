/**
 * How well a language model knows what comes next.
 *
 * @module
 */
import type { Feeds, Metrics } from "@mltl/core";
import { encodeSentences, type WordFeatures } from "../features/encode-sentences.js";
import { DIRECTIONS, encodePredictions, type PredictedWords } from "./predicted-words.js";

/** A language model as it runs, loaded or in training. */
export interface RunningLanguage {
  readonly features: WordFeatures;
  readonly predicted: PredictedWords;
  /** Mean negative log-probability, natural, of a batch's predictions. */
  likelihood(feeds: Feeds): number;
}

/** Sentences that are scored together; those of like length are. */
const BATCH = 32;

/**
 * `perplexity` over both directions and `bits`, its logarithm to base 2; `perplexity forward` and
 * `perplexity backward`; `covered`, the share of the neighbours that are classes, which alone are
 * counted.
 *
 * @param sentences - one at least; those without words say nothing
 */
export function languageFigures(
  sentences: readonly { readonly words: readonly string[] }[],
  { features, predicted, likelihood }: RunningLanguage,
): Metrics {
  const sorted = sentences
    .map(({ words }) => words)
    .filter(({ length }) => length > 0)
    .sort((a, b) => a.length - b.length);
  const sums = DIRECTIONS.map(() => ({ nats: 0, counted: 0 }));
  let left = 0;
  for (let from = 0; from < sorted.length; from += BATCH) {
    const batch = sorted.slice(from, from + BATCH);
    const { feeds } = encodeSentences(batch, features);
    DIRECTIONS.forEach((direction, i) => {
      const predictions = encodePredictions(batch, predicted, [direction]);
      sums[i].nats += predictions.counted * likelihood({ ...feeds, ...predictions.feeds });
      sums[i].counted += predictions.counted;
      left += predictions.left;
    });
  }
  const nats = sums[0].nats + sums[1].nats;
  const counted = sums[0].counted + sums[1].counted;
  const [forward, backward] = sums.map((sum) => Math.exp(sum.nats / sum.counted));
  return {
    perplexity: Math.exp(nats / counted),
    bits: nats / counted / Math.LN2,
    "perplexity forward": forward,
    "perplexity backward": backward,
    covered: counted / (counted + left),
  };
}
