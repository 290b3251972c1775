/**
 * A line through every number.
 *
 * @module
 */
import type { Operation, Value } from "../operation/operation.js";

export interface AffineOptions {
  readonly factor: number;
  readonly offset: number;
}

/** x * factor + offset */
export function affine(x: Value, options: AffineOptions): Value {
  return x.context.apply(affineOperation, [x], options);
}

const affineOperation: Operation<AffineOptions> = {
  name: "affine",
  write(graph, [x], { factor, offset }) {
    const times = (value: string) => graph.node("Mul", [value, graph.scalar(factor)]);
    return {
      output: graph.node("AddV2", [times(x.name), graph.scalar(offset)]),
      gradient: (dy) => [times(dy)],
    };
  },
  compose: ([x], { factor, offset }) => x.mul(factor).add(offset),
};
