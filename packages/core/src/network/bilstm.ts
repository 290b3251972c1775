/**
 * A bidirectional LSTM over padded sequences of known lengths.
 *
 * @module
 */
import type * as TF from "@tensorflow/tfjs";
import { tf } from "../engine/tensorflow.js";
import { lstm } from "../kernels/lstm.js";
import { reverseSequence } from "../kernels/reverse-sequence.js";
import type { Block } from "./block.js";
import { glorotUniform, type Initializer, zeros } from "./initializers.js";

/** A layer: its parameters live in a block, `apply` runs it on [time, batch, inputs]. */
export interface BiLstm {
  /** @returns [time, batch, 2 * units]: forward states, then backward ones */
  apply(x: TF.Tensor3D, lengths: readonly number[]): TF.Tensor3D;
}

/** Bias with the forget gate at 1 (Jozefowicz et al. 2015); gates in the order i, f, c, o. */
const forgetOpen: Initializer = (shape, random) => {
  const units = shape[0] / 4;
  return zeros(shape, random).fill(1, units, 2 * units);
};

/** Adds both directions to a block, `units` a direction. */
export function biLstm(block: Block, name: string, inputs: number, units: number): BiLstm {
  const direction = (side: string) => ({
    kernel: block.weight(
      `${name}/${side}/kernel`,
      [inputs + units, 4 * units],
      glorotUniform,
    ) as TF.Tensor2D,
    bias: block.bias(`${name}/${side}/bias`, [4 * units], forgetOpen) as TF.Tensor1D,
  });
  const forward = direction("forward");
  const backward = direction("backward");
  return {
    apply(x, lengths) {
      const ahead = lstm(x, forward.kernel, forward.bias);
      const reversed = lstm(reverseSequence(x, lengths), backward.kernel, backward.bias);
      return tf.concat([ahead, reverseSequence(reversed, lengths)], 2);
    },
  };
}
