/**
 * Scores as functions of summed counts: the form in which resampling is cheap, since a unit
 * (a sentence, a face) is counted once and only its few numbers are drawn again.
 *
 * @module
 */
import { invalidArgument, MltlError } from "../errors.js";
import { checkFinite, checkWhole } from "./check-metric-input.js";

/** Counts of each unit, [units][width], such as `[right ? 1 : 0, 1]` for accuracy. */
export type CountRows = readonly ArrayLike<number>[];

/** A score from the sums over units of their counts, such as `([right, all]) => right / all`. */
export type Statistic = (totals: Float64Array) => number;

/** Rows in one array, checked: the same width everywhere, finite numbers. */
export class PackedRows {
  readonly units: number;
  readonly width: number;
  readonly values: Float64Array;

  constructor(name: string, rows: CountRows) {
    this.units = rows.length;
    checkWhole(`${name}.length`, rows.length, 2);
    this.width = rows[0].length;
    checkWhole(`${name}[0].length`, this.width, 1);
    this.values = new Float64Array(this.units * this.width);
    rows.forEach((row, i) => {
      if (row.length !== this.width) {
        throw invalidArgument(`${name}[${i}]`, `${this.width} counts`, row.length);
      }
      this.values.set(row, i * this.width);
    });
    checkFinite(name, this.values);
  }

  /** Adds one unit's counts, `times` over, to `totals`. */
  add(unit: number, totals: Float64Array, times = 1): void {
    const from = unit * this.width;
    for (let j = 0; j < this.width; j++) totals[j] += times * this.values[from + j];
  }

  /** The sums over the units, or over those drawn. */
  totals(drawn?: Int32Array): Float64Array {
    const totals = new Float64Array(this.width);
    if (drawn) for (const unit of drawn) this.add(unit, totals);
    else for (let unit = 0; unit < this.units; unit++) this.add(unit, totals);
    return totals;
  }
}

/** Throws unless both have rows of the same units. */
export function checkPaired(first: PackedRows, second: PackedRows): void {
  for (const key of ["units", "width"] as const) {
    if (first[key] === second[key]) continue;
    throw invalidArgument(`${key} of the second system`, `${first[key]}`, second[key], {
      hint: "A paired test needs both systems' counts of the same units in the same order.",
    });
  }
}

/** The statistic's value, which has to be a number. */
export function finiteScore(value: number): number {
  if (Number.isFinite(value)) return value;
  throw new MltlError("E_NOT_FINITE", `Expected a finite statistic, received ${value}`, {
    hint: "A resample may hold nothing to divide by: give such a statistic a value, as F1 has 0.",
  });
}
