/**
 * Layers as they are named in the weight files.
 *
 * @module
 */
import { namedWeight, type Weight, type Weights } from "../weights.js";
import type { ConvLayer, ConvOptions, NetworkOps } from "./ops.js";

/** A 3x3 convolution of each channel, then a 1x1 over channels; one bias, at the end. */
export interface SeparableLayer {
  readonly depthwise: ConvLayer;
  readonly pointwise: ConvLayer;
}

/** The convolution whose weights have these two names. */
export function convLayer(weights: Weights, filter: string, bias: string): ConvLayer {
  return { filter: namedWeight(weights, filter), bias: namedWeight(weights, bias) };
}

/** A separable convolution in face-api's naming under `prefix`. */
export function separableLayer(weights: Weights, prefix: string): SeparableLayer {
  const depthwise = namedWeight(weights, `${prefix}/depthwise_filter`);
  const channels = depthwise.shape[2];
  return {
    depthwise: { filter: depthwise, bias: weight([channels], new Float32Array(channels)) },
    pointwise: convLayer(weights, `${prefix}/pointwise_filter`, `${prefix}/bias`),
  };
}

/** A weight of our own making. */
export function weight(shape: readonly number[], data: Float32Array): Weight {
  return { shape, data };
}

/** Both convolutions of a separable layer; stride at the first, activation at the second. */
export function separable<T>(
  ops: NetworkOps<T>,
  x: T,
  layer: SeparableLayer,
  { stride, activation }: Pick<ConvOptions, "stride" | "activation"> = {},
): T {
  return ops.conv(ops.depthwise(x, layer.depthwise, { stride }), layer.pointwise, { activation });
}
