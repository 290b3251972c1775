/**
 * Faces to time with: their contents take no part in it.
 *
 * @module
 */
import { randomStream } from "@mltl/core";

const BATCHES = 16;

/** Batches of [count, side, side] grey bytes. */
export function randomCrops(count: number, side: number): Uint8Array[] {
  const random = randomStream("crops");
  return Array.from({ length: BATCHES }, () =>
    Uint8Array.from({ length: count * side * side }, () => random.integer(256)),
  );
}
