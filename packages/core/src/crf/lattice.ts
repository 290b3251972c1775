/**
 * Forward-backward over a linear-chain conditional random field.
 *
 * @module
 */
import type { CrfScores } from "./scores.js";

/** Forward-backward of one sequence. */
export interface CrfLattice {
  /** log of the sum over all paths of exp(score). */
  readonly logPartition: number;
  /** log alpha, [length, K]: all ways to reach a label at a step, its emission included. */
  readonly alpha: Float64Array;
  /** log beta, [length, K]: all ways to go on from a label at a step, its emission excluded. */
  readonly beta: Float64Array;
}

/**
 * Runs forward-backward over `length` steps of emissions at `offset` in `emissions`.
 *
 * @param emissions - row-major, K numbers a step
 * @param offset - index of the first step's first number
 * @param stride - numbers from one step to the next
 */
export function crfLattice(
  emissions: Float32Array,
  offset: number,
  stride: number,
  length: number,
  scores: CrfScores,
): CrfLattice {
  const K = scores.start.length;
  const { start, transitions, end } = scores;
  const alpha = new Float64Array(length * K);
  const beta = new Float64Array(length * K);
  const terms = new Float64Array(K);
  for (let j = 0; j < K; j++) alpha[j] = start[j] + emissions[offset + j];
  for (let t = 1; t < length; t++) {
    const row = offset + t * stride;
    for (let j = 0; j < K; j++) {
      for (let i = 0; i < K; i++) terms[i] = alpha[(t - 1) * K + i] + transitions[i * K + j];
      alpha[t * K + j] = logSumExp(terms) + emissions[row + j];
    }
  }
  const last = (length - 1) * K;
  for (let j = 0; j < K; j++) beta[last + j] = end[j];
  for (let t = length - 2; t >= 0; t--) {
    const row = offset + (t + 1) * stride;
    for (let i = 0; i < K; i++) {
      for (let j = 0; j < K; j++) {
        terms[j] = transitions[i * K + j] + emissions[row + j] + beta[(t + 1) * K + j];
      }
      beta[t * K + i] = logSumExp(terms);
    }
  }
  for (let j = 0; j < K; j++) terms[j] = alpha[last + j] + end[j];
  return { logPartition: logSumExp(terms), alpha, beta };
}

function logSumExp(terms: Float64Array): number {
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < terms.length; i++) if (terms[i] > max) max = terms[i];
  let sum = 0;
  for (let i = 0; i < terms.length; i++) sum += Math.exp(terms[i] - max);
  return max + Math.log(sum);
}

/**
 * Probability that a stretch of steps carries exactly the labels given, all else summed out.
 *
 * @param labels - label of each step from `from` on
 */
export function crfSpanProbability(
  emissions: Float32Array,
  offset: number,
  stride: number,
  scores: CrfScores,
  lattice: CrfLattice,
  from: number,
  labels: readonly number[],
): number {
  const K = scores.start.length;
  let score = lattice.alpha[from * K + labels[0]];
  for (let i = 1; i < labels.length; i++) {
    score += scores.transitions[labels[i - 1] * K + labels[i]];
    score += emissions[offset + (from + i) * stride + labels[i]];
  }
  const last = from + labels.length - 1;
  score += lattice.beta[last * K + labels[labels.length - 1]] - lattice.logPartition;
  return Math.min(1, Math.exp(score));
}
