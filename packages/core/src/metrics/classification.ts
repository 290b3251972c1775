/**
 * Figures of a classifier from gold and predicted classes.
 *
 * @module
 */
import { invalidArgument } from "../errors.js";
import {
  checkClassCount,
  checkClassIndices,
  checkFinite,
  checkLength,
} from "./check-metric-input.js";

/** Counts, [gold][predicted]. */
export type ConfusionMatrix = number[][];

/**
 * Counts gold against predicted class indices.
 *
 * @param gold - class index (0 to classes - 1) of each item
 * @param predicted - class index of each item, in the same order
 * @param classes - number of classes
 * @throws MltlError `E_USAGE` for no items, other lengths, an index that is no class
 */
export function confusionMatrix(
  gold: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: number,
): ConfusionMatrix {
  checkClassCount(classes);
  checkLength("predicted", predicted.length, gold.length);
  checkClassIndices("gold", gold, classes);
  checkClassIndices("predicted", predicted, classes);
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let i = 0; i < gold.length; i++) matrix[gold[i]][predicted[i]]++;
  return matrix;
}

/** Precision, recall and F1 of one class in 0-1; 0 where the denominator is 0. */
export interface ClassScore {
  precision: number;
  recall: number;
  f1: number;
  /** Gold items of the class. */
  support: number;
}

/**
 * The score of each class, in the order of their indices. A class that neither occurs nor is
 * predicted has 0 everywhere.
 *
 * @throws MltlError `E_USAGE` for a matrix that is not square or counts nothing
 */
export function classScores(matrix: ConfusionMatrix): ClassScore[] {
  checkMatrix(matrix);
  return matrix.map((row, i) => {
    const hits = row[i];
    const support = sum(row);
    const predicted = sum(matrix.map((other) => other[i]));
    return {
      precision: predicted ? hits / predicted : 0,
      recall: support ? hits / support : 0,
      f1: support + predicted ? (2 * hits) / (support + predicted) : 0,
      support,
    };
  });
}

/**
 * The classes that a macro average is over: `seen` are those in gold or among the predictions, so
 * that a class predicted without occurring counts with F1 0 (scikit-learn's default, and
 * seqeval's); `gold` are those in gold; `all` are all, and one that never occurs counts with 0.
 */
export type MacroOver = "seen" | "gold" | "all";

/**
 * Accuracy, balanced accuracy and macro-F1, each in 0-1.
 *
 * Balanced accuracy is the mean recall of the classes in gold (Brodersen et al. 2010; those that
 * don't occur have no recall). Macro-F1 is the mean of the classes' F1 (not the F1 of mean precision
 * and mean recall: Opitz & Burst 2019), over the classes that `macroOver` names.
 *
 * @throws MltlError `E_USAGE` for a matrix that is not square or counts nothing
 */
export function classificationMetrics(
  matrix: ConfusionMatrix,
  { macroOver = "seen" }: { macroOver?: MacroOver } = {},
): {
  accuracy: number;
  balancedAccuracy: number;
  macroF1: number;
} {
  const scores = classScores(matrix);
  const inGold = scores.filter(({ support }) => support > 0);
  const averaged = {
    seen: () => scores.filter(({ support }, i) => support > 0 || matrix.some((row) => row[i] > 0)),
    gold: () => inGold,
    all: () => scores,
  }[macroOver]();
  return {
    accuracy: sum(matrix.map((row, i) => row[i])) / sum(matrix.map(sum)),
    balancedAccuracy: sum(inGold.map(({ recall }) => recall)) / inGold.length,
    macroF1: sum(averaged.map(({ f1 }) => f1)) / averaged.length,
  };
}

const MOST_CLASSES = 256;

/**
 * Index of the largest number in each row of a row-major [rows, classes] array; the first of equals.
 *
 * @throws MltlError `E_USAGE` for more than 256 classes or a broken row, `E_NOT_FINITE` for NaN
 */
export function argmaxRows(values: ArrayLike<number>, classes: number): Uint8Array {
  checkClassCount(classes);
  if (classes > MOST_CLASSES) {
    throw invalidArgument("classes", `at most ${MOST_CLASSES}`, classes);
  }
  const rows = values.length / classes;
  if (!Number.isInteger(rows)) {
    throw invalidArgument("values", `rows of ${classes} numbers`, `${values.length} numbers`);
  }
  checkFinite("values", values);
  const best = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) {
    for (let j = 1; j < classes; j++) {
      if (values[row * classes + j] > values[row * classes + best[row]]) best[row] = j;
    }
  }
  return best;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function checkMatrix(matrix: ConfusionMatrix): void {
  for (const row of matrix) {
    if (row.length !== matrix.length) {
      throw invalidArgument("matrix", `${matrix.length} rows of as many counts`, row.length);
    }
  }
  if (!(sum(matrix.map(sum)) > 0)) {
    throw invalidArgument("matrix", "at least one item counted", "none");
  }
}
