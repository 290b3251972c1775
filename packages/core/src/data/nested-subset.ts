/**
 * Fractions of a training set for learning curves.
 *
 * @module
 */
import { randomStream } from "../random/random.js";

/**
 * Indices of a random fraction of `count` items, in ascending order, at least one. Of one seed, a
 * smaller fraction is always part of a larger one, so that a curve shows more data and not other
 * data; and whatever is trained with that seed sees the same items.
 *
 * @param fraction - above 0, at most 1
 * @param stratumOf - what an item belongs to: the fraction is taken of each, at least one item
 */
export function nestedSubset(
  count: number,
  fraction: number,
  seed: number,
  stratumOf: (index: number) => unknown = () => undefined,
): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  if (fraction === 1) return order;
  const strata = new Map<unknown, number[]>();
  for (const index of randomStream(seed, "fraction").shuffle(order)) {
    const stratum = stratumOf(index);
    const members = strata.get(stratum);
    if (members) members.push(index);
    else strata.set(stratum, [index]);
  }
  return [...strata.values()]
    .flatMap((members) => members.slice(0, Math.max(1, Math.round(fraction * members.length))))
    .sort((a, b) => a - b);
}
