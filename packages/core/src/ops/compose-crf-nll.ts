/**
 * The loss of a conditional random field from tfjs's own operations.
 *
 * @module
 */
import type * as TF from "@tensorflow/tfjs";
import type { CrfMask } from "../crf/scores.js";
import { tf } from "../engine/tensorflow.js";

/** Of emissions, start, transitions, end, gold and lengths as `crfNll` takes them. */
export function composeCrfNll(
  inputs: readonly TF.Tensor[],
  { mask, reduction }: { mask?: CrfMask; reduction?: "sentence" | "token" },
): TF.Tensor {
  const [emissions, , , , gold, lengths] = inputs;
  const [time, batch, labels] = emissions.shape;
  const masked = (scores: TF.Tensor, added: Float32Array | undefined) =>
    added ? scores.add(tf.tensor(added, scores.shape)) : scores;
  const start = masked(inputs[1], mask?.start);
  const transitions = masked(inputs[2], mask?.transitions);
  const end = masked(inputs[3], mask?.end);
  const steps = Array.from({ length: time }, (_, t) =>
    emissions.slice([t, 0, 0], [1, batch, labels]).reshape([batch, labels]),
  );
  const golds = tf.unstack(gold).map((labelled) => tf.oneHot(labelled as TF.Tensor1D, labels));
  const column = (condition: TF.Tensor) => condition.cast("float32").expandDims(1);

  let alpha = steps[0].add(start);
  let score = golds[0].mul(alpha).sum(1);
  let previous = golds[0];
  let last = golds[0];
  for (let t = 1; t < time; t++) {
    const within = column(tf.less(t, lengths));
    const reached = alpha.expandDims(2).add(transitions).logSumExp(1).add(steps[t]);
    alpha = tf.where(tf.cast(within, "bool").tile([1, labels]), reached, alpha);
    const here = golds[t].mul(within);
    score = score.add(here.mul(steps[t].add(tf.dot(previous, transitions))).sum(1));
    last = tf.where(tf.cast(within, "bool").tile([1, labels]), golds[t], last);
    previous = golds[t];
  }
  const nll = alpha
    .add(end)
    .logSumExp(1)
    .sub(score.add(last.mul(end).sum(1)));
  const size = reduction === "token" ? lengths.sum() : tf.scalar(batch);
  return nll.sum().div(size.cast("float32"));
}
