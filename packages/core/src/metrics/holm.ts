/**
 * Several comparisons in one table.
 *
 * @module
 */
import { invalidArgument } from "../errors.js";

/**
 * Holm's step-down adjustment of a family of p values (Holm 1979): reject where the adjusted p is at
 * most alpha, and the chance of any false rejection in the family is at most alpha, whatever the
 * dependence between the tests. Each is at least the p it comes from, at most 1, in the given order.
 *
 * @param pValues - the p of every comparison that the table makes, not of the promising ones only
 * @throws MltlError `E_USAGE` for a p that is not in 0-1
 */
export function holmAdjust(pValues: readonly number[]): number[] {
  pValues.forEach((p, i) => {
    if (!(p >= 0 && p <= 1)) throw invalidArgument(`pValues[${i}]`, "a number of 0 to 1", p);
  });
  const adjusted = new Array<number>(pValues.length);
  const order = pValues.map((_, i) => i).sort((a, b) => pValues[a] - pValues[b]);
  let largest = 0;
  order.forEach((i, rank) => {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * pValues[i]));
    adjusted[i] = largest;
  });
  return adjusted;
}
