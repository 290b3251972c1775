/**
 * The figures of scored faces.
 *
 * @module
 */
import { classificationMetrics, confusionMatrix } from "@mltl/core";
import type { FaceScores } from "./score-faces.js";

/** Accuracy, balanced accuracy and macro-F1, fractions. */
export function faceMetrics({
  gold,
  predicted,
  labels,
}: Pick<FaceScores, "gold" | "predicted" | "labels">): ReturnType<typeof classificationMetrics> {
  return classificationMetrics(confusionMatrix(gold, predicted, labels.length));
}
