/**
 * The best path through a linear-chain conditional random field (Viterbi 1967).
 *
 * @module
 */
import { predecessorsOf } from "./predecessors.js";
import type { CrfScores } from "./scores.js";

/** Kept between calls, which are many and short. */
let backs = new Int32Array(0);

/**
 * The best path over `length` steps of emissions at `offset` in `emissions`, `length` at least 1. Of
 * paths that are equally good, any.
 *
 * @param emissions - row-major, K numbers a step
 * @param offset - index of the first step's first number
 * @param stride - numbers from one step to the next
 * @param scores - must not change after their first use
 * @returns a label index for each step
 */
export function crfDecode(
  emissions: Float32Array,
  offset: number,
  stride: number,
  length: number,
  scores: CrfScores,
): Int32Array {
  const { start, end } = scores;
  const { allowed, forbidden, bestForbidden } = predecessorsOf(scores);
  const K = start.length;
  if (backs.length < length * K) backs = new Int32Array(2 * length * K);
  const back = backs;
  let best = new Float64Array(K);
  let next = new Float64Array(K);
  const { starts, from, scores: steps } = allowed;
  for (let j = 0; j < K; j++) best[j] = start[j] + emissions[offset + j];
  for (let t = 1; t < length; t++) {
    const row = offset + t * stride;
    let top = best[0];
    for (let i = 1; i < K; i++) if (best[i] > top) top = best[i];
    for (let j = 0; j < K; j++) {
      let source = 0;
      let score = Number.NEGATIVE_INFINITY;
      const stop = starts[j + 1];
      for (let n = starts[j]; n < stop; n++) {
        const candidate = best[from[n]] + steps[n];
        if (candidate > score) {
          score = candidate;
          source = from[n];
        }
      }
      // A mask only makes steps worse: where nothing else is left, the least bad one is taken.
      if (top + bestForbidden[j] > score) {
        for (let n = forbidden.starts[j]; n < forbidden.starts[j + 1]; n++) {
          const candidate = best[forbidden.from[n]] + forbidden.scores[n];
          if (candidate > score) {
            score = candidate;
            source = forbidden.from[n];
          }
        }
      }
      next[j] = score + emissions[row + j];
      back[t * K + j] = source;
    }
    [best, next] = [next, best];
  }
  let label = 0;
  for (let j = 1; j < K; j++) if (best[j] + end[j] > best[label] + end[label]) label = j;
  const path = new Int32Array(length);
  for (let t = length - 1; t >= 0; t--) {
    path[t] = label;
    label = back[t * K + label];
  }
  return path;
}
