/**
 * A fully connected layer.
 *
 * @module
 */
import type { Value } from "../operation/operation.js";
import { dense } from "../ops/dense.js";
import type { Block } from "./block.js";
import { glorotUniform } from "./initializers.js";

/** A layer: its parameters live in a block; applied to `[rows, inputs]`. */
export type DenseLayer = (x: Value) => Value;

/**
 * Adds `x . kernel + bias` to a block.
 *
 * @param list - names the outputs, as in a parameter's axes: `label`
 */
export function denseLayer(
  block: Block,
  name: string,
  inputs: number,
  outputs: number,
  list?: string,
): DenseLayer {
  const axes = [undefined, list];
  const kernel = block.weight(`${name}/kernel`, [inputs, outputs], glorotUniform, { axes });
  const bias = block.bias(`${name}/bias`, [outputs], undefined, { axes: [list] });
  return (x) => dense(x, x.context.parameter(kernel), x.context.parameter(bias));
}
