/**
 * A fully connected layer.
 *
 * @module
 */
import type * as TF from "@tensorflow/tfjs";
import type { Block } from "./block.js";
import { glorotUniform } from "./initializers.js";

/** A layer: its parameters live in a block, `apply` runs it on [rows, inputs]. */
export interface Dense {
  apply(x: TF.Tensor2D): TF.Tensor2D;
}

/** Adds `x . kernel + bias` to a block. */
export function dense(block: Block, name: string, inputs: number, outputs: number): Dense {
  const kernel = block.weight(`${name}/kernel`, [inputs, outputs], glorotUniform) as TF.Tensor2D;
  const bias = block.bias(`${name}/bias`, [outputs]);
  return { apply: (x) => x.matMul(kernel).add(bias) as TF.Tensor2D };
}
