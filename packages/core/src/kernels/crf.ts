/**
 * Linear-chain conditional random field (Lafferty et al. 2001) over padded batches, in typed arrays.
 *
 * Scores of a path: start[y0] + sum of emissions + sum of transitions[y(t-1), y(t)] + end[y(n-1)].
 *
 * @module
 */
import type * as TF from "@tensorflow/tfjs";
import { tf } from "../engine/tensorflow.js";

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

/** The trainable arrays of {@link crfLoss}. */
export interface CrfTensors {
  start: TF.Tensor1D;
  transitions: TF.Tensor2D;
  end: TF.Tensor1D;
}

/**
 * Mean negative log-likelihood a sequence. Differentiable in emissions and scores; steps past a
 * sequence's length get no gradient.
 *
 * @param emissions - [time, batch, K]
 * @param labels - gold label indices of each sequence; their lengths are the sequences' lengths
 */
export function crfLoss(
  emissions: TF.Tensor3D,
  crf: CrfTensors,
  mask: CrfMask,
  labels: readonly ArrayLike<number>[],
): TF.Scalar {
  const operation = tf.customGrad((...args: unknown[]) => {
    const [emissions, start, transitions, end] = args as [
      TF.Tensor3D,
      TF.Tensor1D,
      TF.Tensor2D,
      TF.Tensor1D,
    ];
    const scores = maskScores(
      {
        start: start.dataSync() as Float32Array,
        transitions: transitions.dataSync() as Float32Array,
        end: end.dataSync() as Float32Array,
      },
      mask,
    );
    const values = emissions.dataSync() as Float32Array;
    const { loss, gradients } = lossAndGradients(values, emissions.shape, scores, labels);
    const shapes = [emissions.shape, start.shape, transitions.shape, end.shape];
    const gradFunc = (dy: TF.Tensor) =>
      gradients.map((gradient, i) => tf.tensor(gradient, shapes[i]).mul(dy));
    return { value: tf.scalar(loss), gradFunc };
  });
  return operation(emissions, crf.start, crf.transitions, crf.end) as TF.Scalar;
}

function lossAndGradients(
  emissions: Float32Array,
  [, batch, K]: [number, number, number],
  scores: CrfScores,
  labels: readonly ArrayLike<number>[],
) {
  const dEmissions = new Float32Array(emissions.length);
  const dStart = new Float32Array(K);
  const dTransitions = new Float32Array(K * K);
  const dEnd = new Float32Array(K);
  const stride = batch * K;
  const weight = 1 / batch;
  const { transitions } = scores;
  let loss = 0;
  for (let b = 0; b < batch; b++) {
    const gold = labels[b];
    const length = gold.length;
    const offset = b * K;
    const lattice = crfLattice(emissions, offset, stride, length, scores);
    const { alpha, beta, logPartition } = lattice;
    let path = scores.start[gold[0]] + scores.end[gold[length - 1]];
    for (let t = 0; t < length; t++) {
      const row = offset + t * stride;
      path += emissions[row + gold[t]];
      for (let j = 0; j < K; j++) {
        const marginal = Math.exp(alpha[t * K + j] + beta[t * K + j] - logPartition);
        dEmissions[row + j] += weight * marginal;
        if (t === 0) dStart[j] += weight * marginal;
        if (t === length - 1) dEnd[j] += weight * marginal;
        if (t === 0) continue;
        const tail = emissions[row + j] + beta[t * K + j] - logPartition;
        for (let i = 0; i < K; i++) {
          const pair = alpha[(t - 1) * K + i] + transitions[i * K + j] + tail;
          if (pair > -30) dTransitions[i * K + j] += weight * Math.exp(pair);
        }
      }
      dEmissions[row + gold[t]] -= weight;
      if (t > 0) {
        path += transitions[gold[t - 1] * K + gold[t]];
        dTransitions[gold[t - 1] * K + gold[t]] -= weight;
      }
    }
    dStart[gold[0]] -= weight;
    dEnd[gold[length - 1]] -= weight;
    loss += weight * (logPartition - path);
  }
  return { loss, gradients: [dEmissions, dStart, dTransitions, dEnd] };
}
