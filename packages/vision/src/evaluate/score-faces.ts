/**
 * What a classifier says of labelled faces, beside what they are labelled.
 *
 * @module
 */
import { argmaxRows } from "@mltl/core";
import type { FaceSet } from "../data/face-set.js";
import { joinLabels } from "./join-labels.js";

/** `[count, size, size]` grey bytes to `[count, labels]` probabilities. */
export type FacePredictor = (crops: Uint8Array, count: number) => Float32Array;

/** How {@link scoreFaces} reads set and classifier. */
export interface ScoreOptions {
  /** The set's classes, in the order of their numbers. */
  readonly labels: readonly string[];
  /** The classifier's, in the order of its probabilities. Default: the set's. */
  readonly modelLabels?: readonly string[];
  /** Faces a prediction. Default: 128. */
  readonly batch?: number;
  /** Told how many faces are done, after each batch. */
  readonly onProgress?: (done: number) => void;
}

/** Item `i` of every array is of the same face; classes are those of the classifier. */
export interface FaceScores {
  readonly labels: readonly string[];
  /** The set's rows that were scored, in order. */
  readonly rows: Int32Array;
  /** Index into `labels`. */
  readonly gold: Uint8Array;
  /** Index into `labels`; the first of the most probable. */
  readonly predicted: Uint8Array;
  /** [rows, labels], each row summing to 1. */
  readonly probabilities: Float32Array;
  /** Rows of classes that the classifier doesn't know, by class: they aren't scored. */
  readonly leftOut: Readonly<Record<string, number>>;
}

const BATCH = 128;

/**
 * Classifies the rows of a set, batch by batch. Set and classifier are joined by the names of their
 * labels, whatever their order; faces of a class that the classifier doesn't know are left out.
 *
 * @throws MltlError `E_USAGE` where they have no label in common
 */
export function scoreFaces(
  set: FaceSet,
  predict: FacePredictor,
  { labels, modelLabels = labels, batch = BATCH, onProgress }: ScoreOptions,
): FaceScores {
  const { rows, classOf, leftOut } = joinLabels(set, labels, modelLabels);
  const area = set.size ** 2;
  const probabilities = new Float32Array(rows.length * modelLabels.length);
  for (let from = 0; from < rows.length; from += batch) {
    const some = rows.subarray(from, from + batch);
    const crops = new Uint8Array(some.length * area);
    some.forEach((row, i) => {
      crops.set(set.pixels.subarray(row * area, (row + 1) * area), i * area);
    });
    probabilities.set(predict(crops, some.length), from * modelLabels.length);
    onProgress?.(from + some.length);
  }
  return {
    labels: modelLabels,
    rows,
    gold: Uint8Array.from(rows, (row) => classOf[set.labels[row]]),
    predicted: argmaxRows(probabilities, modelLabels.length),
    probabilities,
    leftOut,
  };
}
