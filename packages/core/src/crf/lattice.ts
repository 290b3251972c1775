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

/** exp(transitions), and the same by columns. */
interface StepShares {
  readonly byRow: Float64Array;
  readonly byColumn: Float64Array;
}

/** What a step costs at most, in nats: its exponential and everything made of it stay above 0. */
const DEAREST = -700;
const known = new WeakMap<CrfScores, StepShares>();

function sharesOf(scores: CrfScores): StepShares {
  let found = known.get(scores);
  if (!found) {
    const K = scores.start.length;
    const byRow = Float64Array.from(scores.transitions, (x) => Math.exp(Math.max(x, DEAREST)));
    const byColumn = byRow.map((_, n) => byRow[(n % K) * K + Math.floor(n / K)]);
    found = { byRow, byColumn };
    known.set(scores, found);
  }
  return found;
}

/**
 * Runs forward-backward over `length` steps of emissions at `offset` in `emissions`, `length` at
 * least 1.
 *
 * @param emissions - row-major, K numbers a step
 * @param offset - index of the first step's first number
 * @param stride - numbers from one step to the next
 * @param scores - must not change after their first use
 */
export function crfLattice(
  emissions: Float32Array,
  offset: number,
  stride: number,
  length: number,
  scores: CrfScores,
): CrfLattice {
  const { start, end } = scores;
  const { byRow, byColumn } = sharesOf(scores);
  const K = start.length;
  const shares = new Float64Array(K);
  const sums = new Float64Array(K);
  const alpha = new Float64Array(length * K);
  const beta = new Float64Array(length * K);
  for (let j = 0; j < K; j++) alpha[j] = start[j] + emissions[offset + j];
  for (let t = 1; t < length; t++) {
    const row = offset + t * stride;
    for (let i = 0; i < K; i++) shares[i] = alpha[(t - 1) * K + i];
    const scale = toShares(shares);
    multiply(shares, byRow, sums);
    for (let j = 0; j < K; j++) alpha[t * K + j] = Math.log(sums[j]) + scale + emissions[row + j];
  }
  const last = (length - 1) * K;
  for (let j = 0; j < K; j++) beta[last + j] = end[j];
  for (let t = length - 2; t >= 0; t--) {
    const row = offset + (t + 1) * stride;
    for (let j = 0; j < K; j++) shares[j] = emissions[row + j] + beta[(t + 1) * K + j];
    const scale = toShares(shares);
    multiply(shares, byColumn, sums);
    for (let i = 0; i < K; i++) beta[t * K + i] = Math.log(sums[i]) + scale;
  }
  for (let j = 0; j < K; j++) shares[j] = alpha[last + j] + end[j];
  const scale = toShares(shares);
  return { logPartition: Math.log(shares.reduce((sum, x) => sum + x, 0)) + scale, alpha, beta };
}

/** Turns logarithms into shares of the largest; gives its logarithm. */
function toShares(shares: Float64Array): number {
  let largest = shares[0];
  for (let i = 1; i < shares.length; i++) if (shares[i] > largest) largest = shares[i];
  for (let i = 0; i < shares.length; i++) shares[i] = Math.exp(shares[i] - largest);
  return largest;
}

/** `shares . matrix` into `sums`; a row at a time, so that no sum waits for the one before. */
function multiply(shares: Float64Array, matrix: Float64Array, sums: Float64Array): void {
  const K = shares.length;
  sums.fill(0);
  for (let i = 0; i < K; i++) {
    const share = shares[i];
    for (let j = 0; j < K; j++) sums[j] += share * matrix[i * K + j];
  }
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
