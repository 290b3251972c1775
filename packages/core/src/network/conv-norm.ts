/**
 * Convolution, batch normalisation and (where asked) ReLU: the unit our vision networks are made of.
 *
 * @module
 */
import type * as TF from "@tensorflow/tfjs";
import { tf } from "../engine/tensorflow.js";
import { batchNormRelu, NORM_EPSILON } from "../kernels/batch-norm-relu.js";
import type { Block } from "./block.js";
import { heNormal } from "./initializers.js";
import { type ForwardMode, isLearning } from "./network.js";

/** Share of the old moving statistics kept at each step. */
const STATISTICS_MOMENTUM = 0.95;

export interface ConvNormOptions {
  inputs: number;
  outputs: number;
  /** Side of the square kernel. */
  kernel: number;
  stride?: 1 | 2;
  relu?: boolean;
}

/** A layer: its parameters live in a block, `apply` runs it. */
export interface ConvNorm {
  apply(x: TF.Tensor4D, mode: ForwardMode): TF.Tensor4D;
}

/**
 * Adds a convolution without bias, normalised, to a block.
 *
 * While the block learns, batch statistics are used and the moving ones follow. Otherwise the
 * normalisation is folded into the kernel and the whole layer is one fused operation, through
 * which gradients still flow to earlier blocks.
 */
export function convNorm(block: Block, name: string, options: ConvNormOptions): ConvNorm {
  const { inputs, outputs, kernel: side, stride = 1, relu = true } = options;
  const kernel = block.weight(
    `${name}/kernel`,
    [side, side, inputs, outputs],
    heNormal,
  ) as TF.Variable<TF.Rank.R4>;
  const norm = block.norm(`${name}/norm`, outputs);

  const follow = (statistic: TF.Variable, observed: TF.Tensor) => {
    tf.tidy(() => {
      const kept = statistic.mul(STATISTICS_MOMENTUM);
      statistic.assign(kept.add(observed.mul(1 - STATISTICS_MOMENTUM)));
    });
  };

  return {
    apply(x, mode) {
      if (isLearning(block, mode)) {
        const y = tf.conv2d(x, kernel, stride, "same");
        return batchNormRelu(
          y,
          norm.gamma as TF.Tensor1D,
          norm.beta as TF.Tensor1D,
          relu,
          (mean, variance) => {
            follow(norm.mean, mean);
            follow(norm.variance, variance);
          },
        );
      }
      const scale = norm.gamma.div(norm.variance.add(NORM_EPSILON).sqrt());
      const folded = kernel.mul(scale) as TF.Tensor4D;
      const bias = norm.beta.sub(norm.mean.mul(scale)) as TF.Tensor1D;
      if (mode.training) {
        const y = tf.conv2d(x, folded, stride, "same").add(bias) as TF.Tensor4D;
        return relu ? tf.relu(y) : y;
      }
      return tf.fused.conv2d({
        x,
        filter: folded,
        strides: stride,
        pad: "same",
        bias,
        activation: relu ? "relu" : "linear",
      });
    },
  };
}
