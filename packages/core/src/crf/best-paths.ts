/**
 * The best paths through a linear-chain conditional random field, in order (Seshadri & Sundberg
 * 1994, "List Viterbi decoding algorithms", section II: the parallel algorithm).
 *
 * @module
 */
import { type CrfScores, FORBIDDEN } from "./scores.js";

/** A path and its score; less the log partition, the score is its log probability. */
export interface CrfPath {
  /** A label index for each step. */
  readonly labels: Int32Array;
  readonly score: number;
}

/**
 * The `count` best paths over `length` steps of emissions at `offset` in `emissions`, best first, no
 * two the same; fewer where there are no more without a forbidden step. Exact: beside each label of
 * each step stand the `count` best ways to reach it. Takes `length` x K² x `count` steps.
 *
 * @param emissions - row-major, K numbers a step
 * @param offset - index of the first step's first number
 * @param stride - numbers from one step to the next
 * @param length - at least 1
 * @param count - at least 1
 */
export function crfBestPaths(
  emissions: Float32Array,
  offset: number,
  stride: number,
  length: number,
  { start, transitions, end }: CrfScores,
  count: number,
): CrfPath[] {
  const K = start.length;
  const cells = K * count;
  /** `[length, K, count]`: where a way came from, as label times count plus rank. */
  const back = new Int32Array(length * cells);
  let best = new Float64Array(cells).fill(Number.NEGATIVE_INFINITY);
  let next = new Float64Array(cells);
  for (let j = 0; j < K; j++) best[j * count] = start[j] + emissions[offset + j];
  for (let t = 1; t < length; t++) {
    const row = offset + t * stride;
    next.fill(Number.NEGATIVE_INFINITY);
    for (let j = 0; j < K; j++) {
      for (let way = 0; way < cells; way++) {
        const step = transitions[Math.floor(way / count) * K + j];
        insert(next, back, t * cells, j * count, count, best[way] + step + emissions[row + j], way);
      }
    }
    [best, next] = [next, best];
  }
  const scores = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
  const ways = new Int32Array(count);
  for (let way = 0; way < cells; way++) {
    insert(scores, ways, 0, 0, count, best[way] + end[Math.floor(way / count)], way);
  }
  const floor = scores[0] + FORBIDDEN / 2;
  const paths: CrfPath[] = [];
  for (let rank = 0; rank < count && scores[rank] > floor; rank++) {
    const labels = new Int32Array(length);
    let way = ways[rank];
    for (let t = length - 1; t >= 0; t--) {
      labels[t] = Math.floor(way / count);
      way = back[t * cells + way];
    }
    paths.push({ labels, score: scores[rank] });
  }
  return paths;
}

/** Puts a way into `count` places at `at`, sorted by score, if it is good enough for one. */
function insert(
  scores: Float64Array,
  ways: Int32Array,
  waysFrom: number,
  at: number,
  count: number,
  score: number,
  way: number,
): void {
  const last = at + count - 1;
  if (!(score > scores[last])) return;
  let place = last;
  for (; place > at && scores[place - 1] < score; place--) {
    scores[place] = scores[place - 1];
    ways[waysFrom + place] = ways[waysFrom + place - 1];
  }
  scores[place] = score;
  ways[waysFrom + place] = way;
}
