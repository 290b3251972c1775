/**
 * Joining along the last axis.
 *
 * @module
 */
import { tf } from "../engine/tensorflow.js";
import { attr } from "../graph/attribute.js";
import type { Operation, Value } from "../operation/operation.js";

/**
 * `[..., w1]`, `[..., w2]`, ... to `[..., w1 + w2 + ...]`.
 *
 * @param rank - number of axes of each
 */
export function concatLast(parts: readonly Value[], rank: number): Value {
  return parts[0].context.apply(concatOperation, parts, { rank });
}

export const concatOperation: Operation<{ rank: number }> = {
  name: "concatLast",
  write(graph, parts, { rank }) {
    const names = parts.map(({ name }) => name);
    const axis = graph.scalar(rank - 1, "int32");
    const N = attr.int(parts.length);
    const output = graph.node("ConcatV2", [...names, axis], {
      N,
      T: attr.type("float32"),
      Tidx: attr.type("int32"),
    });
    return {
      output,
      gradient(dy) {
        const shapes = names.map((name) => graph.shapeOf(name));
        const offsets = graph.node("ConcatOffset", [axis, ...shapes], { N });
        return shapes.map((shape, i) =>
          graph.node("Slice", [dy, i === 0 ? offsets : `${offsets}:${i}`, shape], {
            T: attr.type("float32"),
            Index: attr.type("int32"),
          }),
        );
      },
    };
  },
  compose: (parts, { rank }) => tf.concat([...parts], rank - 1),
};
