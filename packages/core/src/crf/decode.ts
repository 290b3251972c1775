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
  const { start, transitions, end } = scores;
  const { groups, bestForbidden } = predecessorsOf(scores);
  const K = start.length;
  if (backs.length < length * K) backs = new Int32Array(2 * length * K);
  const back = backs;
  let best = new Float64Array(K);
  let next = new Float64Array(K);
  for (let j = 0; j < K; j++) best[j] = start[j] + emissions[offset + j];
  for (let t = 1; t < length; t++) {
    const row = offset + t * stride;
    const step = t * K;
    let top = best[0];
    for (let i = 1; i < K; i++) if (best[i] > top) top = best[i];
    for (let g = 0; g < groups.length; g++) {
      const { from, to, scores: steps, worst, best: bestSteps } = groups[g];
      // A source whose best step is below another's worst is nobody's predecessor in the group: few
      // are left, most often one, which has nothing to be compared with.
      let floor = Number.NEGATIVE_INFINITY;
      for (let n = 0; n < from.length; n++) {
        const least = best[from[n]] + worst[n];
        if (least > floor) floor = least;
      }
      let left = 0;
      for (let n = 0; n < from.length; n++) {
        const source = from[n];
        if (best[source] + bestSteps[n] < floor) continue;
        const isFirst = left++ === 0;
        for (let m = 0; m < to.length; m++) {
          const candidate = best[source] + steps[n * to.length + m];
          if (isFirst || candidate > next[to[m]]) {
            next[to[m]] = candidate;
            back[step + to[m]] = source;
          }
        }
      }
    }
    for (let j = 0; j < K; j++) {
      // A mask only makes steps worse: where nothing else is left, the least bad one is taken.
      if (top + bestForbidden[j] > next[j]) {
        for (let i = 0; i < K; i++) {
          const candidate = best[i] + transitions[i * K + j];
          if (candidate > next[j]) {
            next[j] = candidate;
            back[step + j] = i;
          }
        }
      }
      next[j] += emissions[row + j];
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
