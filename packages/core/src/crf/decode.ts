/**
 * The best path through a linear-chain conditional random field.
 *
 * @module
 */
import type { CrfScores } from "./scores.js";

/**
 * The best path (Viterbi) over the same layout as {@link crfLattice}.
 *
 * @returns a label index for each step
 */
export function crfDecode(
  emissions: Float32Array,
  offset: number,
  stride: number,
  length: number,
  scores: CrfScores,
): Int32Array {
  const K = scores.start.length;
  const { start, transitions, end } = scores;
  const back = new Int32Array(length * K);
  let best = new Float64Array(K);
  let next = new Float64Array(K);
  for (let j = 0; j < K; j++) best[j] = start[j] + emissions[offset + j];
  for (let t = 1; t < length; t++) {
    const row = offset + t * stride;
    for (let j = 0; j < K; j++) {
      let from = 0;
      let score = Number.NEGATIVE_INFINITY;
      for (let i = 0; i < K; i++) {
        const candidate = best[i] + transitions[i * K + j];
        if (candidate > score) {
          score = candidate;
          from = i;
        }
      }
      next[j] = score + emissions[row + j];
      back[t * K + j] = from;
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
