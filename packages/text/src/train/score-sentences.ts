/**
 * How well a tagger finds the entities of tagged sentences.
 *
 * @module
 */
import { type Metrics, type Span, spanScores } from "@mltl/core";
import type { AnnotatedSentence } from "../data/tagged-set.js";
import { predictSentences } from "../evaluate/predict-sentences.js";
import type { TaggerModel } from "../tag/tagger-model.js";

/** Figures of a tagger that finds entities in these sentences; see {@link spanFigures}. */
export function scoreSentences(
  sentences: readonly AnnotatedSentence[],
  model: Pick<TaggerModel, "predict">,
): Metrics {
  return spanFigures(sentences, predictSentences(sentences, model));
}

/**
 * Strict F1, precision and recall of spans, and F1 of each type. What is found of types that a
 * sentence isn't annotated with is neither right nor wrong.
 */
export function spanFigures(
  sentences: readonly AnnotatedSentence[],
  found: readonly (readonly Span[])[],
): Metrics {
  const { all, byType } = spanScores(
    sentences.map(({ spans }) => spans),
    sentences.map((sentence, i) => countedSpans(sentence, found[i])),
  );
  const types = Object.entries(byType).map(([type, { f1 }]) => [`f1 ${type}`, f1] as const);
  return { f1: all.f1, precision: all.precision, recall: all.recall, ...Object.fromEntries(types) };
}

/** What is found of the types that a sentence is annotated with. */
export function countedSpans(
  { annotates }: Pick<AnnotatedSentence, "annotates">,
  found: readonly Span[],
): readonly Span[] {
  return annotates ? found.filter(({ type }) => annotates.includes(type)) : found;
}
