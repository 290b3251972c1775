/**
 * Layers that read padded sequences from both ends.
 *
 * @module
 */
import type { Value } from "../operation/operation.js";
import { concatLast } from "../ops/concat.js";
import { reverseSequence } from "../ops/reverse-sequence.js";

/** A layer: its parameters live in a block, `apply` runs it on `[time, batch, inputs]`. */
export interface Bidirectional {
  /**
   * @param lengths - int32 `[batch]`: the steps of each sequence, 1..time
   * @returns `[time, batch, 2 * units]`: forward states, then backward ones
   */
  apply(x: Value, lengths: Value): Value;
}

/** A layer of two directions. What follows a sequence's end is not seen. */
export function bidirectional(
  forward: (x: Value) => Value,
  backward: (x: Value) => Value,
  { inputs, units }: { readonly inputs: number; readonly units: number },
): Bidirectional {
  return {
    apply(x, lengths) {
      const reversed = backward(reverseSequence(x, lengths, inputs));
      return concatLast([forward(x), reverseSequence(reversed, lengths, units)], 3);
    },
  };
}
