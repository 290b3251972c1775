/**
 * How far a score would move on other samples of the same kind (Efron & Tibshirani 1993, ch. 13).
 *
 * @module
 */
import { invalidArgument } from "../errors.js";
import { type Random, randomStream } from "../random/random.js";
import { checkNotEmpty, checkWhole } from "./check-metric-input.js";
import {
  type CountRows,
  checkPaired,
  finiteScore,
  PackedRows,
  type Statistic,
} from "./count-rows.js";

/** How the interval is drawn. */
export interface BootstrapOptions {
  /** Number of resamples, 2000 if not given. */
  resamples?: number;
  /** Coverage wanted, between 0 and 1; 0.95 if not given. */
  level?: number;
  /** Names the random stream; the same seed gives the same interval. 0 if not given. */
  seed?: number | string;
}

/** A score and its percentile interval. */
export interface Interval {
  /** The score on the sample itself. */
  estimate: number;
  lower: number;
  upper: number;
  level: number;
  resamples: number;
}

const RESAMPLES = 2000;
const LEVEL = 0.95;

/**
 * Percentile interval of any statistic: `statistic` gets the indices of the units drawn with
 * replacement, as many as there are. Where the statistic depends on sums of counts,
 * {@link bootstrapCounts} is many times as fast.
 *
 * Units have to be independent: resample documents or subjects where sentences or faces of one
 * belong together.
 *
 * @param units - number of units, 2 or more
 * @param statistic - the score of the units of those indices; the array is used again
 * @throws MltlError `E_USAGE` for bad options, `E_NOT_FINITE` for a statistic that is no number
 */
export function bootstrap(
  units: number,
  statistic: (drawn: Int32Array) => number,
  options: BootstrapOptions = {},
): Interval {
  checkWhole("units", units, 2);
  const random = randomStream("bootstrap", options.seed ?? 0);
  const drawn = new Int32Array(units);
  const estimate = finiteScore(statistic(drawn.map((_, i) => i)));
  return percentileInterval(estimate, options, () => statistic(draw(drawn, units, random)));
}

/**
 * Percentile interval of a score of summed counts, such as span F1 over sentences:
 * `bootstrapCounts(spanCountRows(gold, predicted), spanF1)`.
 *
 * @param rows - the counts of each unit, 2 or more units
 * @param statistic - the score of summed counts
 * @throws MltlError `E_USAGE` for bad rows or options, `E_NOT_FINITE` for counts or a statistic
 *   that is no number
 */
export function bootstrapCounts(
  rows: CountRows,
  statistic: Statistic,
  options: BootstrapOptions = {},
): Interval {
  const packed = new PackedRows("rows", rows);
  return bootstrap(packed.units, (drawn) => statistic(packed.totals(drawn)), options);
}

/**
 * Percentile interval of the mean over seeds: seeds and units are drawn independently of one
 * another, and every seed drawn is scored on the same units (the bootstrap of crossed factors,
 * "pigeonhole", of Owen 2007). So it covers both another training and another test set. With few seeds
 * it is too narrow, as any interval from few is: n seeds show (n - 1) / n of their variance.
 *
 * @param rowsBySeed - [seeds][units][width], the same units in the same order for each seed
 * @param statistic - the score of one seed's summed counts
 * @throws MltlError `E_USAGE` for bad rows or options, `E_NOT_FINITE` for counts or a statistic
 *   that is no number
 */
export function bootstrapSeeds(
  rowsBySeed: readonly CountRows[],
  statistic: Statistic,
  options: BootstrapOptions = {},
): Interval {
  checkNotEmpty("rowsBySeed", rowsBySeed.length);
  const seeds = rowsBySeed.map((rows, i) => new PackedRows(`rowsBySeed[${i}]`, rows));
  for (const seed of seeds) checkPaired(seeds[0], seed);
  const random = randomStream("bootstrap seeds", options.seed ?? 0);
  const units = new Int32Array(seeds[0].units);
  const chosen = new Int32Array(seeds.length);
  const mean = (values: number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
  const estimate = mean(seeds.map((seed) => finiteScore(statistic(seed.totals()))));
  return percentileInterval(estimate, options, () => {
    draw(units, units.length, random);
    const scores = new Map<number, number>();
    for (const i of draw(chosen, seeds.length, random)) {
      if (!scores.has(i)) scores.set(i, statistic(seeds[i].totals(units)));
    }
    return mean(Array.from(chosen, (i) => scores.get(i) as number));
  });
}

/** Fills with indices drawn with replacement. */
export function draw(drawn: Int32Array, units: number, random: Random): Int32Array {
  for (let i = 0; i < drawn.length; i++) drawn[i] = random.integer(units);
  return drawn;
}

/** The percentile interval of as many calls as there are resamples. */
export function percentileInterval(
  estimate: number,
  { resamples = RESAMPLES, level = LEVEL }: BootstrapOptions,
  resample: () => number,
): Interval {
  checkWhole("resamples", resamples, 1);
  if (!(level > 0 && level < 1)) throw invalidArgument("level", "a number between 0 and 1", level);
  const scores = Float64Array.from({ length: resamples }, () => finiteScore(resample())).sort();
  return {
    estimate,
    lower: quantile(scores, (1 - level) / 2),
    upper: quantile(scores, (1 + level) / 2),
    level,
    resamples,
  };
}

/** Linear between order statistics, as numpy's and R's default (type 7 of Hyndman & Fan 1996). */
function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}
