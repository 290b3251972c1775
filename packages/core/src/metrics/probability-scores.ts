/**
 * Proper scores of predicted probabilities: they are best for the true ones.
 *
 * @module
 */
import { checkProbabilities } from "./check-metric-input.js";

/**
 * Mean of -ln p(gold class), in nats, 0 or more; lower is better. A probability under 2^-52 counts
 * as 2^-52 (scikit-learn's `log_loss`), so one sure mistake costs at most 36.04.
 *
 * @param gold - class index (0 to classes - 1) of each item
 * @param probabilities - row-major [items, classes], each row summing to 1
 * @throws MltlError `E_USAGE` for no items, other lengths, an index that is no class, rows that
 *   are no distributions; `E_NOT_FINITE` for NaN
 */
export function negativeLogLikelihood(
  gold: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  classes: number,
): number {
  checkProbabilities(gold, probabilities, classes);
  let total = 0;
  for (let row = 0; row < gold.length; row++) {
    total -= Math.log(Math.max(probabilities[row * classes + gold[row]], Number.EPSILON));
  }
  return total / gold.length;
}

/**
 * The Brier score as its author has it: mean over items of the squared distance between the
 * probabilities and the gold class's one-hot, 0-2; lower is better (Brier 1950). With two
 * classes it is twice the figure that looks at one of them.
 *
 * Arguments and errors are those of {@link negativeLogLikelihood}.
 */
export function brierScore(
  gold: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  classes: number,
): number {
  checkProbabilities(gold, probabilities, classes);
  let total = 0;
  for (let row = 0; row < gold.length; row++) {
    for (let j = 0; j < classes; j++) {
      total += (probabilities[row * classes + j] - (j === gold[row] ? 1 : 0)) ** 2;
    }
  }
  return total / gold.length;
}
