/**
 * What a face teaches: its target, and how much it counts for.
 *
 * @module
 */
import { didYouMean, MltlError } from "@mltl/core";
import { z } from "zod";
import type { FaceSet } from "../data/face-set.js";

/** Weights of labels as a plan gives them. */
export const classWeightsSchema = z.union([
  z.literal("balanced"),
  z.record(z.string(), z.number().positive()),
]);

export type ClassWeights = z.infer<typeof classWeightsSchema>;

/** How targets are made of labels. */
export interface TargetOptions {
  /** Share of each target spread over all classes (Szegedy et al. 2016). */
  readonly labelSmoothing: number;
  /** Share of each target taken from the raters' votes, where a face has them. */
  readonly voteWeight: number;
}

/** `[count, classes]`: a distribution for each face of the set. */
export function softTargets(
  { labels, count, votes }: FaceSet,
  classes: number,
  { labelSmoothing, voteWeight }: TargetOptions,
): Float32Array {
  const targets = new Float32Array(count * classes).fill(labelSmoothing / classes);
  for (let row = 0; row < count; row++) {
    targets[row * classes + labels[row]] += 1 - labelSmoothing;
    const own = votes?.subarray(row * classes, (row + 1) * classes);
    if (!own?.some((share) => share > 0)) continue;
    own.forEach((share, j) => {
      const at = row * classes + j;
      targets[at] = (1 - voteWeight) * targets[at] + voteWeight * share;
    });
  }
  return targets;
}

/**
 * What a face of each class counts for.
 *
 * @throws MltlError `E_BAD_PLAN` for a label that the set doesn't have
 */
export function faceWeights(
  { rows, labels: classOf }: Pick<FaceSet, "rows" | "labels">,
  labels: readonly string[],
  weights: ClassWeights,
): Float32Array {
  if (weights === "balanced") {
    const counts = new Float32Array(labels.length);
    for (const row of rows) counts[classOf[row]]++;
    return counts.map((count) => rows.length / (labels.length * Math.max(1, count)));
  }
  const unknown = Object.keys(weights).find((label) => !labels.includes(label));
  if (unknown !== undefined) {
    throw new MltlError(
      "E_BAD_PLAN",
      `Expected classWeights for labels of the set, received '${unknown}'${didYouMean(unknown, labels) || "."} Labels: ${labels.join(", ")}`,
    );
  }
  return Float32Array.from(labels, (label) => weights[label] ?? 1);
}
