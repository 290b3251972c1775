/**
 * The losses of a conditional random field from tfjs's own operations.
 *
 * @module
 */
import type * as TF from "@tensorflow/tfjs";
import { FORBIDDEN } from "../crf/scores.js";
import { tf } from "../engine/tensorflow.js";
import type { CrfNllOptions } from "./crf-scores.js";

/** Of emissions, start, transitions, end, gold and lengths as `crfNll` takes them. */
export function composeCrfNll(
  inputs: readonly TF.Tensor[],
  { mask, reduction }: CrfNllOptions,
): TF.Tensor {
  const [emissions, , , , gold, lengths] = inputs;
  const scores = maskedScores(inputs, mask);
  const total = logPartition(stepsOf(emissions), scores, lengths);
  return meanOf(total.sub(goldScore(emissions, scores, gold, lengths)), lengths, reduction);
}

/** Of emissions, start, transitions, end, allowed and lengths as `crfMarginalNll` takes them. */
export function composeCrfMarginalNll(
  inputs: readonly TF.Tensor[],
  { mask, reduction }: CrfNllOptions,
): TF.Tensor {
  const [emissions, , , , allowed, lengths] = inputs;
  const scores = maskedScores(inputs, mask);
  const barred = tf.scalar(1).sub(allowed.cast("float32")).mul(FORBIDDEN);
  const [total, known] = [emissions, emissions.add(barred)].map((given) =>
    logPartition(stepsOf(given), scores, lengths),
  );
  return meanOf(total.sub(known), lengths, reduction);
}

interface Scores {
  readonly start: TF.Tensor;
  readonly transitions: TF.Tensor;
  readonly end: TF.Tensor;
}

function maskedScores(inputs: readonly TF.Tensor[], mask: CrfNllOptions["mask"]): Scores {
  const masked = (scores: TF.Tensor, added: Float32Array | undefined) =>
    added ? scores.add(tf.tensor(added, scores.shape)) : scores;
  return {
    start: masked(inputs[1], mask?.start),
    transitions: masked(inputs[2], mask?.transitions),
    end: masked(inputs[3], mask?.end),
  };
}

/** `[batch, K]` of each step. (The gradient of tfjs's `unstack` fails for a single one.) */
function stepsOf(emissions: TF.Tensor): TF.Tensor[] {
  const [time, batch, labels] = emissions.shape;
  return Array.from({ length: time }, (_, t) =>
    emissions.slice([t, 0, 0], [1, batch, labels]).reshape([batch, labels]),
  );
}

const column = (condition: TF.Tensor) => condition.cast("float32").expandDims(1);

/** `a` for the sequences that reach step t, `b` for the others; `[batch, K]`. */
function within(t: number, lengths: TF.Tensor, a: TF.Tensor, b: TF.Tensor): TF.Tensor {
  const reaches = column(tf.less(t, lengths)).cast("bool");
  return tf.where(reaches.tile([1, a.shape[1] as number]), a, b);
}

/** `[batch]`: log of the sum over all paths. */
function logPartition(steps: TF.Tensor[], scores: Scores, lengths: TF.Tensor): TF.Tensor {
  const { start, transitions, end } = scores;
  let alpha = steps[0].add(start);
  for (let t = 1; t < steps.length; t++) {
    const reached = alpha.expandDims(2).add(transitions).logSumExp(1).add(steps[t]);
    alpha = within(t, lengths, reached, alpha);
  }
  return alpha.add(end).logSumExp(1);
}

/** `[batch]`: scores of the gold paths. */
function goldScore(
  emissions: TF.Tensor,
  { start, transitions, end }: Scores,
  gold: TF.Tensor,
  lengths: TF.Tensor,
): TF.Tensor {
  const steps = stepsOf(emissions);
  const labels = emissions.shape[2] as number;
  const golds = tf.unstack(gold).map((labelled) => tf.oneHot(labelled as TF.Tensor1D, labels));
  let score = golds[0].mul(steps[0].add(start)).sum(1);
  let last: TF.Tensor = golds[0];
  for (let t = 1; t < steps.length; t++) {
    const here = golds[t].mul(column(tf.less(t, lengths)));
    const from = golds[t - 1] as TF.Tensor2D;
    score = score.add(here.mul(steps[t].add(tf.dot(from, transitions))).sum(1));
    last = within(t, lengths, golds[t], last);
  }
  return score.add(last.mul(end).sum(1));
}

function meanOf(
  losses: TF.Tensor,
  lengths: TF.Tensor,
  reduction: CrfNllOptions["reduction"],
): TF.Tensor {
  const size = reduction === "token" ? lengths.sum() : tf.scalar(losses.shape[0] as number);
  return losses.sum().div(size.cast("float32"));
}
