/**
 * How far the steps of a sequence are from each other.
 *
 * @module
 */
import { tf } from "../engine/tensorflow.js";
import { arithmetic } from "../graph/arithmetic.js";
import { attr } from "../graph/attribute.js";
import type { Operation, Value } from "../operation/operation.js";

export interface RelativePositionOptions {
  /** Steps that are further apart than this count as this far. */
  readonly farthest: number;
}

/**
 * int32 `[time, time]` for `x` `[time, ...]`: `farthest` where row and column are the same step, less
 * where the column's comes before the row's, more behind it; from 0 to `2 * farthest`.
 */
export function relativePositions(x: Value, options: RelativePositionOptions): Value {
  return x.context.apply(relativePositionsOperation, [x], options);
}

const relativePositionsOperation: Operation<RelativePositionOptions> = {
  name: "relativePositions",
  write(graph, [x], { farthest }) {
    const { add, sub, maximum, constant, reshape } = arithmetic(graph, "int32");
    const steps = graph.rangeTo(graph.sizeOf(x.name, 0));
    const apart = sub(steps, reshape(steps, graph.ints([-1, 1])));
    const near = graph.node("Minimum", [maximum(apart, constant(-farthest)), constant(farthest)], {
      T: attr.type("int32"),
    });
    return { output: add(near, constant(farthest)) };
  },
  compose([x], { farthest }) {
    const steps = tf.range(0, x.shape[0], 1, "int32");
    const apart = tf.sub(steps, steps.expandDims(1));
    return tf.clipByValue(apart, -farthest, farthest).add(tf.scalar(farthest, "int32"));
  },
};
