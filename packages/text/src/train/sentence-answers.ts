/**
 * What a tagger answers to each sentence, and how figures are sums over sentences.
 *
 * @module
 */
import {
  type Answer,
  type ItemScore,
  numbered,
  type Span,
  type SplitAnswers,
  spanCountRows,
  spanF1,
} from "@mltl/core";
import { documentOfEach, splitBy } from "../data/split-tagged.js";
import type { TaggedSentences } from "../data/tagged-set.js";
import { predictSentences } from "../evaluate/predict-sentences.js";
import type { TaggerModel } from "../tag/tagger-model.js";
import { countedSpans } from "./score-sentences.js";

/** Answers of a tagger to sentences; those of a document are a group, where documents are known. */
export function sentenceAnswers(
  sets: readonly TaggedSentences[],
  model: Pick<TaggerModel, "predict">,
): SplitAnswers {
  const sentences = sets.flatMap((set) => set.sentences);
  const found = predictSentences(sentences, model);
  const gold = sentences.map(({ spans }) => spans);
  const predicted = sentences.map((sentence, i) => countedSpans(sentence, found[i]));
  // Those of gold come first, so that what is right has the same numbers whatever a tagger finds.
  const labels = [...new Set([...typesOf(gold), ...typesOf(predicted)])];
  const numbers = new Map(labels.map((label, i) => [label, i]));
  const answer = (spans: readonly Span[]) =>
    spans.flatMap(({ start, end, type }) => [start, end, numbers.get(type) as number]);
  return {
    labels,
    ...(sets.some((set) => splitBy(set) === "document") && { groups: documentsOf(sets) }),
    gold: gold.map(answer),
    predicted: predicted.map(answer),
  };
}

function typesOf(sentences: readonly (readonly Span[])[]): string[] {
  return [...new Set(sentences.flat().map(({ type }) => type))].sort();
}

/** A sentence whose document isn't known stands alone. */
function documentsOf(sets: readonly TaggedSentences[]): number[] {
  return numbered(
    sets.flatMap((set, i) => {
      const { sentences, documents = [] } = set;
      if (splitBy(set) === "sentence") return sentences.map((_, j) => `${i} alone ${j}`);
      return Array.from(documentOfEach(documents, sentences.length), (number) => `${i} ${number}`);
    }),
  );
}

/** How a figure of entities is a sum over sentences: `f1`, `precision`, `recall`, `f1 TYPE`. */
export function sentenceItemScore(metric: string): ItemScore | undefined {
  const counts = (type?: string): ItemScore["counts"] => {
    return (gold, predicted, labels) =>
      spanCountRows([spansOf(gold, labels)], [spansOf(predicted, labels)], { type })[0];
  };
  const ratio = (right: number, all: number) => (all > 0 ? right / all : 0);
  switch (metric) {
    case "f1":
      return { counts: counts(), score: spanF1 };
    case "precision":
      return { counts: counts(), score: ([right, , predicted]) => ratio(right, predicted) };
    case "recall":
      return { counts: counts(), score: ([right, gold]) => ratio(right, gold) };
  }
  const [, type] = metric.match(/^f1 (.+)$/) ?? [];
  return type === undefined ? undefined : { counts: counts(type), score: spanF1 };
}

function spansOf(answer: Answer, labels: readonly string[]): Span[] {
  if (typeof answer === "number") return [];
  return Array.from({ length: answer.length / 3 }, (_, i) => ({
    start: answer[3 * i],
    end: answer[3 * i + 1],
    type: labels[answer[3 * i + 2]],
  }));
}
