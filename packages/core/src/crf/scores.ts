/**
 * The scores of a linear-chain conditional random field (Lafferty et al. 2001).
 *
 * A path's score: start[y0] + sum of emissions + sum of transitions[y(t-1), y(t)] + end[y(n-1)].
 *
 * @module
 */

/** The trained arrays of a CRF over K labels. */
export interface CrfScores {
  /** [K]: score of starting with a label. */
  readonly start: Float32Array;
  /** [K, K] row-major: score of going from row to column. */
  readonly transitions: Float32Array;
  /** [K]: score of ending with a label. */
  readonly end: Float32Array;
}

/** What the tag scheme allows: added to scores, 0 or {@link FORBIDDEN}. */
export type CrfMask = CrfScores;

/** Score of an illegal step: small enough never to win, large enough to stay finite in float32. */
export const FORBIDDEN = -1e4;

/** Scores with illegal steps made impossible. */
export function maskScores(scores: CrfScores, mask: CrfMask): CrfScores {
  const add = (a: Float32Array, b: Float32Array) => a.map((value, i) => value + b[i]);
  return {
    start: add(scores.start, mask.start),
    transitions: add(scores.transitions, mask.transitions),
    end: add(scores.end, mask.end),
  };
}
