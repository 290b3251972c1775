/**
 * A score over several trainings.
 *
 * @module
 */
import { checkFinite, checkNotEmpty } from "./check-metric-input.js";

/** Mean and spread of scores. */
export interface MeanDeviation {
  mean: number;
  /** Sample standard deviation (n - 1 in the denominator); null for a single score. */
  sd: number | null;
  n: number;
}

/**
 * Mean, standard deviation and number of scores, one for each seed.
 *
 * @throws MltlError `E_USAGE` for no scores, `E_NOT_FINITE` for NaN or an infinity
 */
export function meanDeviation(scores: readonly number[]): MeanDeviation {
  const n = scores.length;
  checkNotEmpty("scores", n);
  checkFinite("scores", scores);
  const mean = scores.reduce((sum, score) => sum + score, 0) / n;
  const squares = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0);
  return { mean, sd: n > 1 ? Math.sqrt(squares / (n - 1)) : null, n };
}
