/**
 * The same numbers with their axes in another order.
 *
 * @module
 */
import { tf } from "../engine/tensorflow.js";
import { attr, FLOAT } from "../graph/attribute.js";
import type { GraphWriter } from "../graph/graph-writer.js";
import type { Operation, Value } from "../operation/operation.js";

/** Axis i of the result is axis `order[i]` of `x`. */
export function transpose(x: Value, order: readonly number[]): Value {
  return x.context.apply(transposeOperation, [x], { order });
}

const transposeOperation: Operation<{ order: readonly number[] }> = {
  name: "transpose",
  write(graph, [x], { order }) {
    const back = order.map((_, axis) => order.indexOf(axis));
    return {
      output: inOrder(graph, x.name, order),
      gradient: (dy) => [inOrder(graph, dy, back)],
    };
  },
  compose: ([x], { order }) => tf.transpose(x, [...order]),
};

function inOrder(graph: GraphWriter, x: string, order: readonly number[]): string {
  return graph.node("Transpose", [x, graph.ints(order)], { ...FLOAT, Tperm: attr.type("int32") });
}
