/**
 * Batch normalisation (Ioffe & Szegedy 2015), fused with ReLU, over the channels of NHWC input.
 *
 * @module
 */
import type * as TF from "@tensorflow/tfjs";
import { tf } from "../engine/tensorflow.js";
import { attribute, isNative, runNative } from "./native.js";

/** Added to the variance before its root. */
export const NORM_EPSILON = 1e-3;

/** Mean and unbiased variance of the batch, shape [channels] each; the caller disposes of them. */
export type OnStatistics = (mean: TF.Tensor1D, variance: TF.Tensor1D) => void;

/**
 * Normalises a batch by its own statistics, then `relu` where asked. Differentiable in `x`,
 * `gamma` and `beta`.
 *
 * @param x - [batch, height, width, channels]
 * @param onStatistics - receives the batch's statistics, outside the gradient
 */
export function batchNormRelu(
  x: TF.Tensor4D,
  gamma: TF.Tensor1D,
  beta: TF.Tensor1D,
  relu: boolean,
  onStatistics: OnStatistics,
): TF.Tensor4D {
  return isNative()
    ? nativeBatchNorm(x, gamma, beta, relu, onStatistics)
    : composedBatchNorm(x, gamma, beta, relu, onStatistics);
}

/** The same from tfjs's own operations: the fallback, and the reference of the test. */
export function composedBatchNorm(
  x: TF.Tensor4D,
  gamma: TF.Tensor1D,
  beta: TF.Tensor1D,
  relu: boolean,
  onStatistics: OnStatistics,
): TF.Tensor4D {
  const { mean, variance } = tf.moments(x, [0, 1, 2]) as {
    mean: TF.Tensor1D;
    variance: TF.Tensor1D;
  };
  const count = x.size / x.shape[3];
  onStatistics(mean, variance.mul(count / Math.max(1, count - 1)));
  const y = tf.batchNorm(x, mean, variance, beta, gamma, NORM_EPSILON) as TF.Tensor4D;
  return relu ? tf.relu(y) : y;
}

function nativeBatchNorm(
  x: TF.Tensor4D,
  gamma: TF.Tensor1D,
  beta: TF.Tensor1D,
  relu: boolean,
  onStatistics: OnStatistics,
): TF.Tensor4D {
  const attributes = [
    attribute.type("T", "float32"),
    attribute.type("U", "float32"),
    attribute.float("epsilon", NORM_EPSILON),
    attribute.string("data_format", "NHWC"),
    attribute.bool("is_training", true),
  ];
  const operation = tf.customGrad((...inputs: unknown[]) => {
    const [x, gamma, beta, save] = inputs as [
      TF.Tensor4D,
      TF.Tensor1D,
      TF.Tensor1D,
      TF.GradSaveFunc,
    ];
    const none = tf.tensor1d([]);
    const [y, mean, variance, ...reserved] = runNative(
      "FusedBatchNormV3",
      [...attributes, attribute.float("exponential_avg_factor", 1)],
      [x, gamma, beta, none, none],
      6,
    );
    none.dispose();
    onStatistics(mean as TF.Tensor1D, variance as TF.Tensor1D);
    const value = relu ? tf.relu(y) : y;
    save([x, gamma, value, ...reserved]);
    const gradFunc = (dy: TF.Tensor, saved: TF.Tensor[]) => {
      const [x, gamma, value, ...reserved] = saved;
      const upstream = relu
        ? runNative("ReluGrad", [attribute.type("T", "float32")], [dy, value], 1)[0]
        : dy;
      const inputs = [upstream, x, gamma, ...reserved];
      return runNative("FusedBatchNormGradV3", attributes, inputs, 5).slice(0, 3);
    };
    return { value, gradFunc };
  });
  return operation(x, gamma, beta) as TF.Tensor4D;
}
