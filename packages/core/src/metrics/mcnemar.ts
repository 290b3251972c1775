/**
 * Does one classifier make fewer mistakes than another on the same items?
 *
 * @module
 */
import { checkLength } from "./check-metric-input.js";

/** What McNemar's test found. */
export interface McNemarTest {
  /** Items that only the first classifier has right. */
  onlyFirst: number;
  /** Items that only the second has right. */
  onlySecond: number;
  /** Two-sided p, above 0, at most 1. */
  p: number;
}

/**
 * McNemar's test in its exact form (McNemar 1947; Dietterich 1998, section 3.1): if both have the same
 * accuracy, an item that one alone has right is either's with probability 1/2. p is twice the
 * binomial tail, at most 1; 1 when they disagree on nothing.
 *
 * @param gold - class of each item
 * @param first - one classifier's predictions, in the same order
 * @param second - the other's
 * @throws MltlError `E_USAGE` for no items or other lengths
 */
export function mcnemarTest(
  gold: ArrayLike<number>,
  first: ArrayLike<number>,
  second: ArrayLike<number>,
): McNemarTest {
  checkLength("first", first.length, gold.length);
  checkLength("second", second.length, gold.length);
  let [onlyFirst, onlySecond] = [0, 0];
  for (let i = 0; i < gold.length; i++) {
    const [a, b] = [first[i] === gold[i], second[i] === gold[i]];
    if (a && !b) onlyFirst++;
    if (b && !a) onlySecond++;
  }
  const tail = halfBinomialTail(onlyFirst + onlySecond, Math.min(onlyFirst, onlySecond));
  return { onlyFirst, onlySecond, p: Math.min(1, 2 * tail) };
}

/** P(X <= most) for X of `trials` fair coins; in logarithms, since 2^-1075 is 0. */
function halfBinomialTail(trials: number, most: number): number {
  let logTerm = -trials * Math.LN2;
  let tail = Math.exp(logTerm);
  for (let k = 1; k <= most; k++) {
    logTerm += Math.log((trials - k + 1) / k);
    tail += Math.exp(logTerm);
  }
  return tail;
}
