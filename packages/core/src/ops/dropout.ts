/**
 * Dropout (Srivastava et al. 2014).
 *
 * @module
 */
import { arithmetic } from "../graph/arithmetic.js";
import { attr } from "../graph/attribute.js";
import type { Block } from "../network/block.js";
import type { Operation, OperationWriter, Value } from "../operation/operation.js";

/** How much is dropped, and what together. */
export interface DropoutOptions {
  /**
   * Share of the numbers set to 0, in [0, 1), to the nearest 256th; the others are divided by what
   * remains of 1.
   */
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

/** What a random byte can tell apart. */
const LEVELS = 256;

/** 0 or what keeps the mean, for every number that is dropped or kept: a random byte for each. */
function writeMask(
  graph: OperationWriter,
  x: string,
  { rate, together = [] }: DropoutOptions,
): string {
  const { add, floorDiv, constant } = arithmetic(graph, "int32");
  const shape = shapeWithOnes(graph, x, together);
  const size = graph.node("Prod", [shape, graph.ints([0])], {
    ...INT,
    Tidx: attr.type("int32"),
    keep_dims: attr.bool(true),
  });
  const words = graph.node(
    "StatelessRandomUniformFullInt",
    [floorDiv(add(size, constant(3)), constant(4)), graph.seed()],
    { ...INT, dtype: attr.type("int32"), Tseed: attr.type("int32") },
  );
  const bytes = graph.node("Bitcast", [words], { ...INT, type: attr.type("uint8") });
  const flat = graph.reshape(bytes, graph.ints([-1]), "uint8");
  const needed = graph.node("Slice", [flat, graph.ints([0]), size], {
    T: attr.type("uint8"),
    Index: attr.type("int32"),
  });
  const dropped = droppedLevels(rate);
  const kept = graph.node(
    "GreaterEqual",
    [graph.reshape(needed, shape, "uint8"), graph.constant("uint8", [], Uint8Array.of(dropped))],
    { T: attr.type("uint8") },
  );
  const ones = arithmetic(graph, "float32").from(kept, "bool");
  return graph.node("Mul", [ones, graph.scalar(LEVELS / (LEVELS - dropped))]);
}

/** How many of the 256 values of a byte drop: at least one of either kind. */
function droppedLevels(rate: number): number {
  return Math.min(Math.max(Math.round(LEVELS * rate), 1), LEVELS - 1);
}

const INT = { T: attr.type("int32") };

function shapeWithOnes(graph: OperationWriter, x: string, axes: readonly number[]): string {
  const shape = graph.shapeOf(x);
  if (axes.length === 0) return shape;
  const indices = graph.constant("int32", [axes.length, 1], Int32Array.from(axes));
  return graph.node("TensorScatterUpdate", [shape, indices, graph.ints(axes.map(() => 1))], {
    T: attr.type("int32"),
    Tindices: attr.type("int32"),
  });
}
