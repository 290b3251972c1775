/**
 * A bidirectional LSTM over padded sequences of known lengths.
 *
 * @module
 */
import type { Value } from "../operation/operation.js";
import { lstm } from "../ops/lstm.js";
import { type Bidirectional, bidirectional } from "./bidirectional.js";
import type { Block } from "./block.js";
import { glorotUniform, type Initializer, zeros } from "./initializers.js";

/** Bias with the forget gate at 1 (Jozefowicz et al. 2015); gates in the order i, f, c, o. */
const forgetOpen: Initializer = (shape, random) => {
  const units = shape[0] / 4;
  return zeros(shape, random).fill(1, units, 2 * units);
};

/** Adds both directions to a block, `units` a direction. What follows a sequence's end is not seen. */
export function biLstm(block: Block, name: string, inputs: number, units: number): Bidirectional {
  const forward = lstmLayer(block, `${name}/forward`, inputs, units);
  const backward = lstmLayer(block, `${name}/backward`, inputs, units);
  return bidirectional(forward, backward, { inputs, units });
}

/** Adds one direction to a block: from `[time, batch, inputs]` to `[time, batch, units]`. */
export function lstmLayer(
  block: Block,
  name: string,
  inputs: number,
  units: number,
): (x: Value) => Value {
  const kernel = block.weight(`${name}/kernel`, [inputs + units, 4 * units], glorotUniform);
  const bias = block.bias(`${name}/bias`, [4 * units], forgetOpen);
  return (x) => lstm(x, x.context.parameter(kernel), x.context.parameter(bias), units);
}
