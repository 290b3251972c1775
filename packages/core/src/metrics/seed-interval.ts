/**
 * How far the mean over seeds would move with other seeds.
 *
 * @module
 */
import { invalidArgument } from "../errors.js";
import { checkWhole } from "./check-metric-input.js";
import { meanDeviation } from "./mean-deviation.js";

/** Two ends, in the unit of the scores. */
export interface Bounds {
  lower: number;
  upper: number;
}

/**
 * Student's interval of the mean of scores, one for each seed; undefined for fewer than two. The same
 * of differences seed by seed is the paired t interval.
 *
 * @param level - coverage wanted, between 0 and 1
 * @throws MltlError `E_USAGE` for no scores or a bad level, `E_NOT_FINITE`
 */
export function seedInterval(scores: readonly number[], level = 0.95): Bounds | undefined {
  const { mean, sd, n } = meanDeviation(scores);
  if (sd === null) return undefined;
  const half = (studentQuantile(level, n - 1) * sd) / Math.sqrt(n);
  return { lower: mean - half, upper: mean + half };
}

/**
 * The t that |T| stays below with this probability.
 *
 * @param degrees - of freedom, whole
 */
export function studentQuantile(probability: number, degrees: number): number {
  checkWhole("degrees", degrees, 1);
  if (!(probability > 0 && probability < 1)) {
    throw invalidArgument("probability", "a number between 0 and 1", probability);
  }
  let [low, high] = [0, 1];
  while (studentWithin(high, degrees) < probability) high *= 2;
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (studentWithin(middle, degrees) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(|T| < t), by the finite sums for whole degrees of freedom (Abramowitz & Stegun 26.7.3-4). */
function studentWithin(t: number, degrees: number): number {
  const angle = Math.atan(t / Math.sqrt(degrees));
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const odd = degrees % 2 === 1;
  let term = odd ? cosine : 1;
  let sum = degrees === 1 ? 0 : term;
  for (let k = odd ? 3 : 2; k < degrees; k += 2) {
    term *= (cosine ** 2 * (k - 1)) / k;
    sum += term;
  }
  return odd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum;
}
