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
 */
export function nestedSubset(count: number, fraction: number, seed: number): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  if (fraction === 1) return order;
  randomStream(seed, "fraction").shuffle(order);
  return order.slice(0, Math.max(1, Math.round(fraction * count))).sort((a, b) => a - b);
}
