/**
 * Which labels lead to which, with the steps that a mask forbids set apart: in the BIOES scheme they
 * are two thirds of all.
 *
 * @module
 */
import { type CrfScores, FORBIDDEN } from "./scores.js";

/** Steps to every label: those to label j are at `starts[j]` up to `starts[j + 1]`. */
export interface Steps {
  readonly starts: Int32Array;
  readonly from: Int32Array;
  readonly scores: Float64Array;
}

/** All steps, by what they cost. */
export interface Predecessors {
  readonly allowed: Steps;
  readonly forbidden: Steps;
  /** [K]: the best score of a forbidden step to each label. */
  readonly bestForbidden: Float64Array;
}

const known = new WeakMap<CrfScores, Predecessors>();

/** Of `scores`, which must not change after their first use. */
export function predecessorsOf(scores: CrfScores): Predecessors {
  let found = known.get(scores);
  if (!found) {
    found = sortSteps(scores);
    known.set(scores, found);
  }
  return found;
}

function sortSteps({ start, transitions }: CrfScores): Predecessors {
  const K = start.length;
  const isForbidden = (score: number) => score < FORBIDDEN / 2;
  const forbidden = stepsWhere(K, transitions, isForbidden);
  const bestForbidden = Float64Array.from({ length: K }, (_, j) =>
    forbidden.scores
      .subarray(forbidden.starts[j], forbidden.starts[j + 1])
      .reduce((best, score) => Math.max(best, score), Number.NEGATIVE_INFINITY),
  );
  const allowed = stepsWhere(K, transitions, (score) => !isForbidden(score));
  return { allowed, forbidden, bestForbidden };
}

function stepsWhere(
  K: number,
  transitions: Float32Array,
  wanted: (score: number) => boolean,
): Steps {
  const starts: number[] = [0];
  const from: number[] = [];
  const scores: number[] = [];
  for (let j = 0; j < K; j++) {
    for (let i = 0; i < K; i++) {
      const score = transitions[i * K + j];
      if (!wanted(score)) continue;
      from.push(i);
      scores.push(score);
    }
    starts.push(from.length);
  }
  return {
    starts: Int32Array.from(starts),
    from: Int32Array.from(from),
    scores: Float64Array.from(scores),
  };
}
