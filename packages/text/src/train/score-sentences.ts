/**
 * How well a tagger finds the entities of tagged sentences.
 *
 * @module
 */
import { type Metrics, spanScores } from "@mltl/core";
import type { AnnotatedSentence } from "../data/tagged-set.js";
import { predictSentences } from "../evaluate/predict-sentences.js";
import type { TaggerModel } from "../tag/tagger-model.js";

/**
 * Strict F1, precision and recall of spans, and F1 of each type. Long sentences are seen through
 * windows, as in tagging, and scored in full. What is found of types that a sentence isn't annotated
 * with is neither right nor wrong.
 */
export function scoreSentences(
  sentences: readonly AnnotatedSentence[],
  model: Pick<TaggerModel, "predict">,
): Metrics {
  const found = predictSentences(sentences, model);
  const { all, byType } = spanScores(
    sentences.map(({ spans }) => spans),
    sentences.map(({ annotates }, i) =>
      annotates ? found[i].filter(({ type }) => annotates.includes(type)) : found[i],
    ),
  );
  const types = Object.entries(byType).map(([type, { f1 }]) => [`f1 ${type}`, f1] as const);
  return { f1: all.f1, precision: all.precision, recall: all.recall, ...Object.fromEntries(types) };
}
