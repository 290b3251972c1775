/**
 * Everything of one example in one row.
 *
 * @module
 */
import { attr } from "../graph/attribute.js";
import type { Operation, Value } from "../operation/operation.js";

/** `[batch, ...]` to `[batch, numbers of an example]`. */
export function flatten(x: Value): Value {
  return x.context.apply(flattenOperation, [x], {});
}

const INT = attr.type("int32");

const flattenOperation: Operation<object> = {
  name: "flatten",
  write(graph, [x]) {
    const shape = graph.shapeOf(x.name);
    const [start, end] = [graph.ints([0]), graph.ints([1])];
    const batch = graph.node("StridedSlice", [shape, start, end, end], { T: INT, Index: INT });
    const axis = graph.scalar(0, "int32");
    const flat = graph.node("ConcatV2", [batch, graph.ints([-1]), axis], {
      N: attr.int(2),
      T: INT,
      Tidx: INT,
    });
    return {
      output: graph.reshape(x.name, flat),
      gradient: (dy) => [graph.reshape(dy, shape)],
    };
  },
  compose: ([x]) => x.reshape([x.shape[0], -1]),
};
