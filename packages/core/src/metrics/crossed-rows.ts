/**
 * Several trainings on one test set: each unit's counts in all of them, side by side.
 *
 * @module
 */
import { invalidArgument } from "../errors.js";
import { checkNotEmpty } from "./check-metric-input.js";
import type { CountRows, Statistic } from "./count-rows.js";

/** Rows for tests and intervals of a mean over trainings. */
export interface CrossedRows {
  /** [units][seeds x width]. */
  readonly rows: number[][];
  /** The mean over the seeds of the score of each. */
  readonly statistic: Statistic;
}

/**
 * Sets seeds side by side, so that what happens to a unit happens to it in all of them: answers of
 * several trainings to one item are no independent items. Sets of units (folds) stand below each other:
 * a seed's score is that of all of them together.
 *
 * @param folds - [folds][seeds][units][width]; one fold where there are none
 * @param score - of one seed's summed counts
 * @throws MltlError `E_USAGE` for none, or for seeds of a fold with other units
 */
export function crossedRows(
  folds: readonly (readonly CountRows[])[],
  score: Statistic,
): CrossedRows {
  checkNotEmpty("folds", folds.length);
  const seeds = folds[0].length;
  checkNotEmpty("seeds", seeds);
  const width = folds[0][0][0].length;
  const rows: number[][] = [];
  for (const [f, fold] of folds.entries()) {
    if (fold.length !== seeds) throw invalidArgument(`fold ${f}`, `${seeds} seeds`, fold.length);
    const units = fold[0].length;
    for (const rowsOfSeed of fold) {
      if (rowsOfSeed.length === units) continue;
      throw invalidArgument(`a seed of fold ${f}`, `${units} units`, rowsOfSeed.length);
    }
    for (let unit = 0; unit < units; unit++) {
      rows.push(fold.flatMap((rowsOfSeed) => Array.from(rowsOfSeed[unit])));
    }
  }
  return {
    rows,
    statistic(totals) {
      let sum = 0;
      for (let i = 0; i < seeds; i++) sum += score(totals.subarray(i * width, (i + 1) * width));
      return sum / seeds;
    },
  };
}
