/**
 * Other shapes for the same numbers.
 *
 * @module
 */
import { attr } from "../graph/attribute.js";
import type { Operation, Value } from "../operation/operation.js";

/** A shape of fixed sizes; one may be -1 and is whatever is left. */
export function reshape(x: Value, shape: readonly number[]): Value {
  return x.context.apply(reshapeOperation, [x], { shape });
}

/** `[..., width]` to `[rows, width]`. */
export function toRows(x: Value, width: number): Value {
  return reshape(x, [-1, width]);
}

/** `[rows, width]` to the leading axes of `like` (all but its last) and `width`. */
export function fromRows(x: Value, like: Value, width: number): Value {
  return x.context.apply(fromRowsOperation, [x, like], { width });
}

export const reshapeOperation: Operation<{ shape: readonly number[] }> = {
  name: "reshape",
  write: (graph, [x], { shape }) => ({
    output: graph.reshape(x.name, graph.ints(shape)),
    gradient: (dy) => [graph.reshape(dy, graph.shapeOf(x.name))],
  }),
  compose: ([x], { shape }) => x.reshape([...shape]),
};

export const fromRowsOperation: Operation<{ width: number }> = {
  name: "fromRows",
  write(graph, [x, like], { width }) {
    const int = attr.type("int32");
    const leading = graph.node(
      "StridedSlice",
      [graph.shapeOf(like.name), graph.ints([0]), graph.ints([-1]), graph.ints([1])],
      { T: int, Index: int },
    );
    const shape = graph.node("ConcatV2", [leading, graph.ints([width]), graph.scalar(0, "int32")], {
      N: attr.int(2),
      T: int,
      Tidx: int,
    });
    return {
      output: graph.reshape(x.name, shape),
      gradient: (dy) => [graph.reshape(dy, graph.shapeOf(x.name)), undefined],
    };
  },
  compose: ([x, like], { width }) => x.reshape([...like.shape.slice(0, -1), width]),
};
