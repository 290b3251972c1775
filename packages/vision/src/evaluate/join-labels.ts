/**
 * A set's classes and a classifier's, joined by name.
 *
 * @module
 */
import { MltlError } from "@mltl/core";
import type { FaceSet } from "../data/face-set.js";

/** A set as a classifier sees it. */
export interface JoinedLabels {
  /** The rows whose class the classifier knows, in order. */
  readonly rows: Int32Array;
  /** For each class of the set its index among the classifier's labels, -1 where it has none. */
  readonly classOf: readonly number[];
  /** Rows left out, by class. */
  readonly leftOut: Readonly<Record<string, number>>;
}

/**
 * Finds each of the set's classes among the classifier's.
 *
 * @throws MltlError `E_USAGE` where they have none in common
 */
export function joinLabels(
  { rows, labels }: Pick<FaceSet, "rows" | "labels">,
  setLabels: readonly string[],
  modelLabels: readonly string[],
): JoinedLabels {
  const classOf = setLabels.map((label) => modelLabels.indexOf(label));
  if (classOf.every((index) => index < 0)) {
    throw new MltlError(
      "E_USAGE",
      `Expected faces labelled ${modelLabels.join(", ")} for this model, received ${setLabels.join(", ")}`,
      { hint: "Labels are joined by name: rename the folders, or name a model of these classes." },
    );
  }
  const leftOut: Record<string, number> = {};
  const known = rows.filter((row) => {
    if (classOf[labels[row]] >= 0) return true;
    const label = setLabels[labels[row]];
    leftOut[label] = (leftOut[label] ?? 0) + 1;
    return false;
  });
  return { rows: known, classOf, leftOut };
}
