/**
 * Is one system better than another on the same test set? Tests for scores like F1, which have no
 * textbook distribution. Both take the systems' counts of each unit; a score over several seeds is
 * tested on a unit's counts summed over the seeds, since the seeds' predictions on one unit are no
 * independent units.
 *
 * @module
 */
import { randomStream } from "../random/random.js";
import { draw, type Interval, percentileInterval } from "./bootstrap.js";
import { checkWhole } from "./check-metric-input.js";
import {
  type CountRows,
  checkPaired,
  finiteScore,
  PackedRows,
  type Statistic,
} from "./count-rows.js";

/** How a test is run. */
export interface PairedTestOptions {
  /** Number of shuffles or resamples, 10000 if not given; the least p is 1 in as many. */
  resamples?: number;
  /** Names the random stream; the same seed gives the same p. 0 if not given. */
  seed?: number | string;
}

/** What a test found. */
export interface PairedTest {
  /** First system's score less the second's. */
  difference: number;
  /** Probability of a difference as large if the systems were equal, above 0, at most 1. */
  p: number;
  resamples: number;
}

const RESAMPLES = 10_000;
/** Sums in another order differ by less; so a tie counts as a tie. */
const TIE = 1e-10;

/**
 * Two-sided paired approximate randomisation (Noreen 1989; Yeh 2000): if the
 * systems are equal, it makes no difference which of them gave which answer for a unit. Shuffles
 * swap the two answers of each unit with probability 1/2, and
 * p = (shuffles with at least the observed |difference| + 1) / (shuffles + 1).
 *
 * @param first - counts of each unit, [units][width], such as `spanCountRows(gold, predicted)`
 * @param second - the other system's, of the same units in the same order
 * @param statistic - the score of summed counts, such as `spanF1`
 * @throws MltlError `E_USAGE` for other shapes or bad options, `E_NOT_FINITE` for counts or a
 *   statistic that is no number
 */
export function approximateRandomization(
  first: CountRows,
  second: CountRows,
  statistic: Statistic,
  { resamples = RESAMPLES, seed = 0 }: PairedTestOptions = {},
): PairedTest {
  checkWhole("resamples", resamples, 1);
  const [a, b] = pack(first, second);
  const [totalsA, totalsB] = [a.totals(), b.totals()];
  const difference = finiteScore(statistic(totalsA)) - finiteScore(statistic(totalsB));
  const random = randomStream("approximate randomization", seed);
  const swappable = differing(a, b);
  let asLarge = 0;
  for (let i = 0; i < resamples; i++) {
    const [mixedA, mixedB] = [totalsA.slice(), totalsB.slice()];
    for (const unit of swappable) {
      if (random.next() < 0.5) continue;
      a.add(unit, mixedA, -1);
      b.add(unit, mixedA);
      b.add(unit, mixedB, -1);
      a.add(unit, mixedB);
    }
    const mixed = finiteScore(statistic(mixedA)) - finiteScore(statistic(mixedB));
    if (Math.abs(mixed) >= Math.abs(difference) - TIE) asLarge++;
  }
  return { difference, p: (asLarge + 1) / (resamples + 1), resamples };
}

/** A paired bootstrap's answer: the test, and an interval of the difference. */
export interface PairedBootstrap extends PairedTest {
  /** 95% percentile interval of the difference. */
  interval: Interval;
}

/**
 * One-sided paired bootstrap (Berg-Kirkpatrick et al. 2012, figure 1): p is the share of
 * resamples of the units in which the system that is better on the sample wins by twice the
 * observed difference or more, which is the observed difference above what a resample expects.
 * A tie counts (the paper has "more"), so equal systems get p = 1, and both numbers of the share
 * are 1 larger, so p is never 0.
 *
 * Arguments and errors are those of {@link approximateRandomization}.
 */
export function pairedBootstrap(
  first: CountRows,
  second: CountRows,
  statistic: Statistic,
  { resamples = RESAMPLES, seed = 0 }: PairedTestOptions = {},
): PairedBootstrap {
  const [a, b] = pack(first, second);
  const difference = finiteScore(statistic(a.totals())) - finiteScore(statistic(b.totals()));
  const random = randomStream("paired bootstrap", seed);
  const drawn = new Int32Array(a.units);
  const sign = difference < 0 ? -1 : 1;
  let asLarge = 0;
  const interval = percentileInterval(difference, { resamples }, () => {
    draw(drawn, a.units, random);
    const resampled = statistic(a.totals(drawn)) - statistic(b.totals(drawn));
    if (sign * resampled >= 2 * sign * difference - TIE) asLarge++;
    return resampled;
  });
  return { difference, p: (asLarge + 1) / (resamples + 1), resamples, interval };
}

function pack(first: CountRows, second: CountRows): [PackedRows, PackedRows] {
  const [a, b] = [new PackedRows("first", first), new PackedRows("second", second)];
  checkPaired(a, b);
  return [a, b];
}

/** Units whose swap would change anything. */
function differing(a: PackedRows, b: PackedRows): number[] {
  const units: number[] = [];
  for (let unit = 0; unit < a.units; unit++) {
    for (let j = unit * a.width; j < (unit + 1) * a.width; j++) {
      if (a.values[j] === b.values[j]) continue;
      units.push(unit);
      break;
    }
  }
  return units;
}
