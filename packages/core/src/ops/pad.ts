/**
 * Zeros around pictures and beside channels.
 *
 * @module
 */
import { tf } from "../engine/tensorflow.js";
import { attr, FLOAT } from "../graph/attribute.js";
import type { Operation, Value } from "../operation/operation.js";

/** How many zeros come before and after, for each axis. */
export interface PadOptions {
  readonly paddings: readonly (readonly [before: number, after: number])[];
}

/** Zeros before and after, along every axis. */
export function pad(x: Value, paddings: PadOptions["paddings"]): Value {
  return x.context.apply(padOperation, [x], { paddings });
}

const padOperation: Operation<PadOptions> = {
  name: "pad",
  write(graph, [x], { paddings }) {
    const amounts = graph.constant("int32", [paddings.length, 2], Int32Array.from(paddings.flat()));
    return {
      output: graph.node("Pad", [x.name, amounts], { ...FLOAT, Tpaddings: attr.type("int32") }),
      gradient(dy) {
        const begin = graph.ints(paddings.map(([before]) => before));
        const slice = [dy, begin, graph.shapeOf(x.name)];
        return [graph.node("Slice", slice, { ...FLOAT, Index: attr.type("int32") })];
      },
    };
  },
  compose: ([x], { paddings }) =>
    tf.pad(
      x,
      paddings.map(([before, after]): [number, number] => [before, after]),
    ),
};
