/**
 * Network operations as tfjs calls, one after the other: they run on every engine.
 *
 * @module
 */
import { tf } from "@mltl/core";
import type * as TF from "@tensorflow/tfjs";
import type { Weight } from "../weights.js";
import { LEAK, type NetworkOps } from "./ops.js";

/** Operations on tensors. Weights become tensors at their first use and are kept in `kept`. */
export function tensorOps(kept: Map<Weight, TF.Tensor>): NetworkOps<TF.Tensor> {
  const tensorOf = <T extends TF.Tensor>(weight: Weight): T => {
    const tensor = kept.get(weight) ?? tf.keep(tf.tensor(weight.data, [...weight.shape]));
    kept.set(weight, tensor);
    return tensor as T;
  };
  return {
    conv: (x, layer, { stride = 1, activation = "linear", pad = "same" } = {}) =>
      tf.fused.conv2d({
        x: x as TF.Tensor4D,
        filter: tensorOf<TF.Tensor4D>(layer.filter),
        bias: tensorOf(layer.bias),
        strides: stride,
        pad,
        activation,
        leakyreluAlpha: LEAK,
      }),
    depthwise: (x, layer, { stride = 1, activation = "linear", pad = "same" } = {}) =>
      tf.fused.depthwiseConv2d({
        x: x as TF.Tensor4D,
        filter: tensorOf<TF.Tensor4D>(layer.filter),
        bias: tensorOf(layer.bias),
        strides: stride,
        pad,
        activation,
        leakyreluAlpha: LEAK,
      }),
    add: (a, b) => tf.add(a, b),
    relu: (x) => tf.relu(x),
    maxPool: (x, stride) => tf.maxPool(x as TF.Tensor4D, 2, stride, "same"),
    mean: (x) => tf.mean(x, [1, 2]),
    dense: (x, layer) =>
      tf.fused.matMul({ a: x, b: tensorOf(layer.filter), bias: tensorOf(layer.bias) }),
    rows: (x, columns) => tf.reshape(x, [x.shape[0], -1, columns]),
    concatRows: (parts) => tf.concat([...parts], 1),
  };
}
