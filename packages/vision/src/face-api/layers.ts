/**
 * Layers of face-api's networks. Parameters are named as in its weight files.
 *
 * @module
 */
import {
  type Axes,
  type Block,
  type ConvolutionOptions,
  conv2d,
  depthwiseConv2d,
  heNormal,
  heNormalDepthwise,
  type Initializer,
  type Value,
} from "@mltl/core";

/** A layer: its parameters live in a block; applied to `[batch, height, width, inputs]`. */
export type ConvLayer = (x: Value, options?: ConvolutionOptions) => Value;

/** Names and initial numbers of a convolution's arrays. */
interface ConvArrays {
  readonly filter: string;
  readonly bias: string;
  readonly axes?: Axes;
  /** Of the filter. Default: {@link heNormal}. */
  readonly initializer?: Initializer;
}

/** A convolution `[height, width, inputs, outputs]` with a bias. */
export function convLayer(
  block: Block,
  { filter, bias, axes, initializer = heNormal }: ConvArrays,
  shape: readonly number[],
): ConvLayer {
  const kernel = block.weight(filter, shape, initializer, { axes });
  const offset = block.bias(bias, shape.slice(-1));
  return (x, options) =>
    conv2d(x, x.context.parameter(kernel), x.context.parameter(offset), options);
}

/**
 * A 3x3 convolution of each channel, then a 1x1 over channels with a bias; the stride is the
 * first's, the activation follows the second.
 */
export function separableLayer(
  block: Block,
  prefix: string,
  inputs: number,
  outputs: number,
): ConvLayer {
  const depthwise = block.weight(`${prefix}depthwise_filter`, [3, 3, inputs, 1], heNormalDepthwise);
  const arrays = { filter: `${prefix}pointwise_filter`, bias: `${prefix}bias` };
  const pointwise = convLayer(block, arrays, [1, 1, inputs, outputs]);
  return (x, { stride, activation } = {}) => {
    const each = depthwiseConv2d(x, x.context.parameter(depthwise), undefined, { stride });
    return pointwise(each, { activation });
  };
}
