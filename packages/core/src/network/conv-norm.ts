/**
 * Convolution, batch normalisation and (where asked) ReLU: the unit our vision networks are made of.
 *
 * @module
 */
import type { Value } from "../operation/operation.js";
import type { Activation } from "../ops/activation.js";
import { batchNorm, foldedBias, foldedKernel, type NormValues } from "../ops/batch-norm.js";
import { type ConvolutionOptions, conv2d, depthwiseConv2d } from "../ops/convolution.js";
import { reshape } from "../ops/reshape.js";
import { type Block, CHANNELS } from "./block.js";
import { heNormal, heNormalDepthwise } from "./initializers.js";

/** How far the moving statistics go towards the batch's at each step. */
const STATISTICS_SHARE = 0.05;

export interface ConvNormOptions {
  readonly inputs: number;
  readonly outputs: number;
  /** Side of the square kernel, or its height and width. */
  readonly kernel: number | readonly [height: number, width: number];
  readonly stride?: 1 | 2;
  /** `same` (default): zeros beyond the border; `valid`: none. */
  readonly pad?: ConvolutionOptions["pad"];
  /** True where each channel has a kernel of its own; `outputs` is then `inputs`. */
  readonly depthwise?: boolean;
  /** True where the input is the picture: its channels can be fitted to another picture's. */
  readonly readsPicture?: boolean;
  /** A mean of pixels between the convolution and the normalisation, which is `linear` then. */
  readonly pooled?: (x: Value) => Value;
  /** What follows. Default: `relu`. */
  readonly activation?: Activation;
}

/** A layer: its parameters live in a block; applied to `[batch, height, width, inputs]`. */
export type ConvNorm = (x: Value) => Value;

/**
 * Adds a convolution without bias, normalised, to a block.
 *
 * While the block learns, the batch's statistics are used and the moving ones follow. A frozen block
 * uses the moving ones, folded into the kernel, through which gradients still flow to earlier blocks;
 * or the batch's, where the stage asks for that. Its moving statistics stay as they are in any case.
 */
export function convNorm(block: Block, name: string, options: ConvNormOptions): ConvNorm {
  const { inputs, outputs, stride = 1, pad, depthwise, pooled = (x) => x } = options;
  const { activation = "relu", readsPicture } = options;
  const [height, width] =
    typeof options.kernel === "number" ? [options.kernel, options.kernel] : options.kernel;
  const shape = depthwise ? [height, width, outputs, 1] : [height, width, inputs, outputs];
  const initializer = depthwise ? heNormalDepthwise : heNormal;
  const kernel = block.weight(`${name}/kernel`, shape, initializer, {
    axes: readsPicture ? [undefined, undefined, CHANNELS, undefined] : undefined,
  });
  const parameters = block.norm(`${name}/norm`, outputs);
  const convolve = depthwise ? depthwiseConv2d : conv2d;
  const outputsLast = [height, width, 1, outputs];
  const folded = (value: Value, norm: NormValues) =>
    depthwise
      ? reshape(foldedKernel(reshape(value, outputsLast), norm), shape)
      : foldedKernel(value, norm);
  return (x) => {
    const { context } = x;
    const norm = {
      gamma: context.parameter(parameters.gamma),
      beta: context.parameter(parameters.beta),
      mean: context.parameter(parameters.mean),
      variance: context.parameter(parameters.variance),
    };
    if (context.usesBatchStatistics(block)) {
      const y = pooled(convolve(x, context.parameter(kernel), undefined, { stride, pad }));
      const share = context.isLearning(block) ? STATISTICS_SHARE : 0;
      return batchNorm(y, norm, { share, activation });
    }
    const weights = folded(context.parameter(kernel), norm);
    return pooled(convolve(x, weights, foldedBias(norm), { stride, pad, activation }));
  };
}
