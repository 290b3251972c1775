/**
 * Seeded randomness without hidden state: a stream is named by keys, so a run resumed in the
 * middle draws what the uninterrupted run drew.
 *
 * @module
 */

/** A stream of random numbers. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** A whole number in [0, limit). */
  integer(limit: number): number;
  /** A normal deviate, mean 0, standard deviation 1. */
  normal(): number;
  /** Shuffles in place (Fisher-Yates) and returns the same array. */
  shuffle<T extends { length: number; [index: number]: unknown }>(items: T): T;
}

/** For networks that are about to be filled: what would be drawn is 0, and nothing is drawn. */
export const UNSET: Random = {
  next: () => 0,
  integer: () => 0,
  normal: () => 0,
  shuffle: (items) => items,
};

/**
 * A stream that depends on its keys alone, e.g. `randomStream(seed, "augment", epoch, step)`.
 */
export function randomStream(...keys: readonly (number | string)[]): Random {
  let state = hashKeys(keys);
  const next = () => {
    // mulberry32 (Tommy Ettinger, public domain)
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const integer = (limit: number) => Math.floor(next() * limit);
  return {
    next,
    integer,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    shuffle: (items) => {
      for (let i = items.length - 1; i > 0; i--) {
        const j = integer(i + 1);
        [items[i], items[j]] = [items[j], items[i]];
      }
      return items;
    },
  };
}

/** FNV-1a over the keys' text, then a final mix, as a signed 32-bit integer. */
export function hashKeys(keys: readonly (number | string)[]): number {
  let hash = 0x811c9dc5;
  for (const character of keys.join("\u0000")) {
    hash = Math.imul(hash ^ (character.codePointAt(0) as number), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
