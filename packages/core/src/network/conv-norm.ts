/**
 * Convolution, batch normalisation and (where asked) ReLU: the unit our vision networks are made of.
 *
 * @module
 */
import type { Value } from "../operation/operation.js";
import type { Activation } from "../ops/activation.js";
import { batchNorm, foldedBias, foldedKernel } from "../ops/batch-norm.js";
import { conv2d } from "../ops/convolution.js";
import { type Block, CHANNELS } from "./block.js";
import { heNormal } from "./initializers.js";

/** How far the moving statistics go towards the batch's at each step. */
const STATISTICS_SHARE = 0.05;

export interface ConvNormOptions {
  readonly inputs: number;
  readonly outputs: number;
  /** Side of the square kernel. */
  readonly kernel: number;
  readonly stride?: 1 | 2;
  /** True where the input is the picture: its channels can be fitted to another picture's. */
  readonly readsPicture?: boolean;
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
  const { inputs, outputs, kernel: side, stride = 1, activation = "relu", readsPicture } = options;
  const kernel = block.weight(`${name}/kernel`, [side, side, inputs, outputs], heNormal, {
    axes: readsPicture ? [undefined, undefined, CHANNELS, undefined] : undefined,
  });
  const parameters = block.norm(`${name}/norm`, outputs);
  return (x) => {
    const { context } = x;
    const norm = {
      gamma: context.parameter(parameters.gamma),
      beta: context.parameter(parameters.beta),
      mean: context.parameter(parameters.mean),
      variance: context.parameter(parameters.variance),
    };
    if (context.usesBatchStatistics(block)) {
      const y = conv2d(x, context.parameter(kernel), undefined, { stride });
      const share = context.isLearning(block) ? STATISTICS_SHARE : 0;
      return batchNorm(y, norm, { share, activation });
    }
    const folded = foldedKernel(context.parameter(kernel), norm);
    return conv2d(x, folded, foldedBias(norm), { stride, activation });
  };
}
