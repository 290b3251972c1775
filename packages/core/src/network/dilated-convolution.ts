/**
 * A convolution over the steps of padded sequences (Yu & Koltun 2016).
 *
 * @module
 */
import type { Value } from "../operation/operation.js";
import { dense } from "../ops/dense.js";
import { relu } from "../ops/elementwise.js";
import { fromRows, reshape, toRows } from "../ops/reshape.js";
import { clearPadding } from "../ops/sequence-mask.js";
import { stepWindows } from "../ops/step-windows.js";
import type { Block } from "./block.js";
import { glorotUniform, type Initializer, zeros } from "./initializers.js";

export interface DilatedConvolutionOptions {
  readonly inputs: number;
  readonly units: number;
  /** How far the steps are that each step is seen with: 1 for its neighbours. */
  readonly dilation: number;
}

/** A layer: its parameters live in a block; from `[time, batch, inputs]` to `[time, batch, units]`. */
export type StepConvolution = (x: Value, lengths: Value) => Value;

/** The middle step as it is, as far as there are inputs for it. */
const identity: Initializer = (shape, random) => {
  const [, inputs, units] = shape;
  const kernel = zeros(shape, random);
  for (let i = 0; i < Math.min(inputs, units); i++) kernel[(inputs + i) * units + i] = 1;
  return kernel;
};

/**
 * Adds a convolution of three steps and relu to a block. What follows a sequence's end is not seen.
 * A layer of as many units as inputs begins as the identity, so that a deep stack can be learned
 * (Strubell et al. 2017, section 4).
 */
export function dilatedConvolution(
  block: Block,
  name: string,
  { inputs, units, dilation }: DilatedConvolutionOptions,
): StepConvolution {
  const initializer = inputs === units ? identity : glorotUniform;
  const kernel = block.weight(`${name}/kernel`, [3, inputs, units], initializer);
  const bias = block.bias(`${name}/bias`, [units]);
  return (x, lengths) => {
    const { context } = x;
    const seen = clearPadding(x, lengths);
    const windows = toRows(stepWindows(seen, { dilation, width: inputs }), 3 * inputs);
    const weights = reshape(context.parameter(kernel), [3 * inputs, units]);
    return fromRows(relu(dense(windows, weights, context.parameter(bias))), x, units);
  };
}
