/**
 * How well a tagger finds the entities of tagged sentences.
 *
 * @module
 */
import { type Metrics, spanScores } from "@mltl/core";
import type { AnnotatedSentence } from "../data/tagged-set.js";
import type { TaggerModel } from "../tag/tagger-model.js";

const BATCH = 64;

/** Strict F1, precision and recall of spans, and F1 of each type. */
export function scoreSentences(
  sentences: readonly AnnotatedSentence[],
  model: Pick<TaggerModel, "predict">,
): Metrics {
  const order = sentences
    .map((_, i) => i)
    .sort((a, b) => sentences[a].words.length - sentences[b].words.length);
  const predicted: ReturnType<TaggerModel["predict"]> = new Array(sentences.length);
  for (let from = 0; from < order.length; from += BATCH) {
    const chosen = order.slice(from, from + BATCH);
    model.predict(chosen.map((i) => sentences[i].words)).forEach((spans, i) => {
      predicted[chosen[i]] = spans;
    });
  }
  const { all, byType } = spanScores(
    sentences.map(({ spans }) => spans),
    predicted,
  );
  const types = Object.entries(byType).map(([type, { f1 }]) => [`f1 ${type}`, f1] as const);
  return { f1: all.f1, precision: all.precision, recall: all.recall, ...Object.fromEntries(types) };
}
