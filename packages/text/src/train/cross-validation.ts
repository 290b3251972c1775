/**
 * Figures of several trainings, each tested on the sentences that the others learned from.
 *
 * @module
 */
import { type MeanDeviation, type Metrics, meanDeviation, type Span } from "@mltl/core";
import type { AnnotatedSentence } from "../data/tagged-set.js";
import { predictSentences } from "../evaluate/predict-sentences.js";
import { loadTaggerModel } from "../tag/tagger-model.js";
import type { LevelSentences } from "./level-sentences.js";
import { spanFigures } from "./score-sentences.js";

/** Sentences that were tested, and what was found in them. */
export interface HeldOut {
  readonly sentences: readonly AnnotatedSentence[];
  readonly found: readonly (readonly Span[])[];
}

/** What the trained models of all folds come to. */
export interface CrossValidation {
  /** Sentences that were tested: each once. */
  readonly sentences: number;
  /** By fold, in order. */
  readonly folds: readonly { readonly sentences: number; readonly figures: Metrics }[];
  /** Mean and sample standard deviation over the folds. */
  readonly mean: Readonly<Record<string, MeanDeviation>>;
  /** Figures of all tested sentences together. */
  readonly together: Metrics;
}

/** What a fold's model finds in the sentences that it was not taught. */
export async function heldOutSpans(
  folder: string,
  { tests }: Pick<LevelSentences, "tests">,
): Promise<HeldOut> {
  const sentences = Object.values(tests).flat();
  const model = await loadTaggerModel(folder);
  try {
    return { sentences, found: predictSentences(sentences, model) };
  } finally {
    model.dispose();
  }
}

/** Joins the folds' findings. */
export function crossValidation(held: readonly HeldOut[]): CrossValidation {
  const folds = held.map(({ sentences, found }) => ({
    sentences: sentences.length,
    figures: spanFigures(sentences, found),
  }));
  const names = new Set(folds.flatMap(({ figures }) => Object.keys(figures)));
  const sentences = held.flatMap((fold) => fold.sentences);
  return {
    sentences: sentences.length,
    folds,
    mean: Object.fromEntries(
      [...names].map((name) => [
        name,
        // A type that a fold neither has nor finds has no F1 there.
        meanDeviation(folds.flatMap(({ figures }) => figures[name] ?? [])),
      ]),
    ),
    together: spanFigures(
      sentences,
      held.flatMap(({ found }) => found),
    ),
  };
}
