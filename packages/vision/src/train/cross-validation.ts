/**
 * Figures of several trainings, each tested on the faces that the others learned from.
 *
 * @module
 */
import {
  type ConfusionMatrix,
  confusionMatrix,
  type MeanDeviation,
  type Metrics,
  meanDeviation,
} from "@mltl/core";
import { loadEmotionModel } from "../classify/emotion-model.js";
import { faceMetrics } from "../evaluate/face-metrics.js";
import { type FaceScores, scoreFaces } from "../evaluate/score-faces.js";
import type { LevelFaces } from "./level-faces.js";

/** What the trained models of all folds come to. */
export interface CrossValidation {
  readonly labels: readonly string[];
  /** Faces that were tested: each once. */
  readonly faces: number;
  /** By fold, in order. */
  readonly folds: readonly (Metrics & { readonly faces: number })[];
  /** Mean and sample standard deviation over the folds. */
  readonly mean: Readonly<Record<string, MeanDeviation>>;
  /** Figures of all tested faces together. */
  readonly together: Metrics;
  /** Of all tested faces together. */
  readonly confusion: ConfusionMatrix;
}

/** What a fold's model says of the faces that it was not taught. */
export async function heldOutScores(
  folder: string,
  { data, tests }: Pick<LevelFaces, "data" | "tests">,
): Promise<FaceScores> {
  const model = await loadEmotionModel(folder);
  try {
    const { labels: modelLabels } = model;
    return scoreFaces(tests.test, model.predict, { labels: data.labels, modelLabels });
  } finally {
    model.dispose();
  }
}

/** Joins the folds' scores. */
export function crossValidation(scores: readonly FaceScores[]): CrossValidation {
  const [{ labels }] = scores;
  const folds = scores.map((fold) => ({ faces: fold.gold.length, ...faceMetrics(fold) }));
  const gold = scores.flatMap((fold) => [...fold.gold]);
  const predicted = scores.flatMap((fold) => [...fold.predicted]);
  const figures = faceMetrics(scores[0]);
  const mean = Object.keys(figures).map((name): [string, MeanDeviation] => [
    name,
    meanDeviation(folds.map((fold) => (fold as Metrics)[name])),
  ]);
  return {
    labels,
    faces: gold.length,
    folds,
    mean: Object.fromEntries(mean),
    together: faceMetrics({
      labels,
      gold: Uint8Array.from(gold),
      predicted: Uint8Array.from(predicted),
    }),
    confusion: confusionMatrix(gold, predicted, labels.length),
  };
}
