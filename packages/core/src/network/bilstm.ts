/**
 * A bidirectional LSTM over padded sequences of known lengths.
 *
 * @module
 */
import type { Value } from "../operation/operation.js";
import { concatLast } from "../ops/concat.js";
import { lstm } from "../ops/lstm.js";
import { reverseSequence } from "../ops/reverse-sequence.js";
import type { Block } from "./block.js";
import { glorotUniform, type Initializer, zeros } from "./initializers.js";

/** A layer: its parameters live in a block, `apply` runs it on `[time, batch, inputs]`. */
export interface BiLstm {
  /**
   * @param lengths - int32 `[batch]`: the steps of each sequence, 1..time
   * @returns `[time, batch, 2 * units]`: forward states, then backward ones
   */
  apply(x: Value, lengths: Value): Value;
}

/** Bias with the forget gate at 1 (Jozefowicz et al. 2015); gates in the order i, f, c, o. */
const forgetOpen: Initializer = (shape, random) => {
  const units = shape[0] / 4;
  return zeros(shape, random).fill(1, units, 2 * units);
};

/** Adds both directions to a block, `units` a direction. What follows a sequence's end is not seen. */
export function biLstm(block: Block, name: string, inputs: number, units: number): BiLstm {
  const direction = (side: string) => {
    const kernel = block.weight(
      `${name}/${side}/kernel`,
      [inputs + units, 4 * units],
      glorotUniform,
    );
    const bias = block.bias(`${name}/${side}/bias`, [4 * units], forgetOpen);
    return (x: Value) => lstm(x, x.context.parameter(kernel), x.context.parameter(bias), units);
  };
  const forward = direction("forward");
  const backward = direction("backward");
  return {
    apply(x, lengths) {
      const reversed = backward(reverseSequence(x, lengths, inputs));
      return concatLast([forward(x), reverseSequence(reversed, lengths, units)], 3);
    },
  };
}
