/**
 * Figures of a classifier from gold and predicted classes.
 *
 * @module
 */

/** Counts, [gold][predicted]. */
export type ConfusionMatrix = number[][];

/** Counts gold against predicted class indices. */
export function confusionMatrix(
  gold: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: number,
): ConfusionMatrix {
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let i = 0; i < gold.length; i++) matrix[gold[i]][predicted[i]]++;
  return matrix;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/**
 * Accuracy, balanced accuracy (mean recall of the classes that occur) and macro-F1 (mean over the
 * same classes), each in 0-1.
 */
export function classificationMetrics(matrix: ConfusionMatrix): {
  accuracy: number;
  balancedAccuracy: number;
  macroF1: number;
} {
  const total = sum(matrix.map(sum));
  const correct = sum(matrix.map((row, i) => row[i]));
  const present = matrix.map((_, i) => i).filter((i) => sum(matrix[i]) > 0);
  const recalls = present.map((i) => matrix[i][i] / sum(matrix[i]));
  const f1s = present.map((i) => {
    const predicted = sum(matrix.map((row) => row[i]));
    return (2 * matrix[i][i]) / (sum(matrix[i]) + predicted);
  });
  return {
    accuracy: correct / total,
    balancedAccuracy: sum(recalls) / present.length,
    macroF1: sum(f1s) / present.length,
  };
}

/** Index of the largest number in each row of a row-major [rows, classes] array. */
export function argmaxRows(values: ArrayLike<number>, classes: number): Uint8Array {
  const rows = values.length / classes;
  const best = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) {
    for (let j = 1; j < classes; j++) {
      if (values[row * classes + j] > values[row * classes + best[row]]) best[row] = j;
    }
  }
  return best;
}
