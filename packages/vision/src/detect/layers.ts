/**
 * The few layers that the face networks are made of, each one fused operation.
 *
 * @module
 */
import { tf } from "@mltl/core";
import type * as TF from "@tensorflow/tfjs";
import { namedWeight, type Weights } from "./weights.js";

/** A convolution: filter `[height, width, in, out]` (depthwise: `[height, width, in, 1]`), bias. */
export interface ConvLayer {
  readonly filter: TF.Tensor4D;
  readonly bias: TF.Tensor1D;
}

/** A 3x3 convolution of each channel, then a 1x1 over channels; one bias, at the end. */
export interface SeparableLayer {
  readonly depthwise: TF.Tensor4D;
  readonly pointwise: TF.Tensor4D;
  readonly bias: TF.Tensor1D;
}

type Activation = "linear" | "relu" | "relu6" | "leakyrelu";

/** The slope of `leakyrelu` below zero. */
const LEAK = 0.1;

/** The tensor of the weight `name`. */
export function weightTensor<T extends TF.Tensor>(weights: Weights, name: string): T {
  const { data, shape } = namedWeight(weights, name);
  return tf.tensor(data, [...shape], "float32") as T;
}

/** The convolution whose weights have these two names. */
export function convLayer(weights: Weights, filter: string, bias: string): ConvLayer {
  return { filter: weightTensor(weights, filter), bias: weightTensor(weights, bias) };
}

/** A separable convolution in face-api's naming under `prefix`. */
export function separableLayer(weights: Weights, prefix: string): SeparableLayer {
  return {
    depthwise: weightTensor(weights, `${prefix}/depthwise_filter`),
    pointwise: weightTensor(weights, `${prefix}/pointwise_filter`),
    bias: weightTensor(weights, `${prefix}/bias`),
  };
}

/** Convolution, bias and activation in one; zeros beyond the border unless `pad` says otherwise. */
export function conv(
  x: TF.Tensor4D,
  layer: ConvLayer,
  { stride = 1, activation = "linear" as Activation, pad = "same" as "same" | "valid" } = {},
): TF.Tensor4D {
  const { filter, bias } = layer;
  return tf.fused.conv2d({
    x,
    filter,
    bias,
    strides: stride,
    pad,
    activation,
    leakyreluAlpha: LEAK,
  });
}

/** A convolution of each channel alone, its bias and relu6. */
export function depthwise(x: TF.Tensor4D, layer: ConvLayer, stride = 1): TF.Tensor4D {
  const { filter, bias } = layer;
  return tf.fused.depthwiseConv2d({
    x,
    filter,
    bias,
    strides: stride,
    pad: "same",
    activation: "relu6",
  });
}

/** A depthwise and a pointwise convolution with one bias and activation at the end. */
export function separable(
  x: TF.Tensor4D,
  layer: SeparableLayer,
  { stride = 1, activation = "linear" as Activation } = {},
): TF.Tensor4D {
  const inner = tf.depthwiseConv2d(x, layer.depthwise, stride, "same");
  return conv(inner, { filter: layer.pointwise, bias: layer.bias }, { activation });
}
