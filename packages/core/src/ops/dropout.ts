/**
 * Dropout (Srivastava et al. 2014).
 *
 * @module
 */
import { attr } from "../graph/attribute.js";
import type { Block } from "../network/block.js";
import type { Operation, OperationWriter, Value } from "../operation/operation.js";

/** How much is dropped, and what together. */
export interface DropoutOptions {
  /** Share of the numbers set to 0, in [0, 1); the others are divided by `1 - rate`. */
  readonly rate: number;
  /**
   * Axes along which numbers are dropped together: `[0]` for the steps of a sequence that is time
   * first (variational dropout, Gal & Ghahramani 2016).
   */
  readonly together?: readonly number[];
}

/** Drops where `block` is to drop in this pass, else gives `x` back. */
export function dropout(x: Value, block: Block, options: DropoutOptions): Value {
  if (options.rate === 0 || !x.context.drops(block)) return x;
  return x.context.apply(dropoutOperation, [x], options);
}

export const dropoutOperation: Operation<DropoutOptions> = {
  name: "dropout",
  write(graph, [x], options) {
    const mask = writeMask(graph, x.name, options);
    return {
      output: graph.node("Mul", [x.name, mask]),
      gradient: (dy) => [graph.node("Mul", [dy, mask])],
    };
  },
  compose() {
    throw new Error("Dropout takes the native engine: tfjs alone only predicts");
  },
};

/** 0 or 1 / (1 - rate) for every number that is dropped or kept. */
function writeMask(
  graph: OperationWriter,
  x: string,
  { rate, together = [] }: DropoutOptions,
): string {
  const shape = shapeWithOnes(graph, x, together);
  const uniform = graph.node("StatelessRandomUniform", [shape, graph.seed()], {
    dtype: attr.type("float32"),
    T: attr.type("int32"),
    Tseed: attr.type("int32"),
  });
  const kept = graph.node("GreaterEqual", [uniform, graph.scalar(rate)]);
  const ones = graph.node("Cast", [kept], {
    SrcT: attr.type("bool"),
    DstT: attr.type("float32"),
  });
  return graph.node("Mul", [ones, graph.scalar(1 / (1 - rate))]);
}

function shapeWithOnes(graph: OperationWriter, x: string, axes: readonly number[]): string {
  const shape = graph.shapeOf(x);
  if (axes.length === 0) return shape;
  const indices = graph.constant("int32", [axes.length, 1], Int32Array.from(axes));
  return graph.node("TensorScatterUpdate", [shape, indices, graph.ints(axes.map(() => 1))], {
    T: attr.type("int32"),
    Tindices: attr.type("int32"),
  });
}
