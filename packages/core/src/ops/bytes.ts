/**
 * Pixels as they are in pictures, made a network's input.
 *
 * @module
 */
import { tf } from "../engine/tensorflow.js";
import { attr } from "../graph/attribute.js";
import type { Operation, Value } from "../operation/operation.js";

/** How grey or colour levels (0-255) become numbers around 0: `(level - mean) / deviation`. */
export interface LevelScale {
  /** One for all channels, or one for each. */
  readonly mean: number | readonly number[];
  readonly deviation: number;
}

/** uint8 `[..., channels]` to float32 of the same shape. */
export function scaleBytes(bytes: Value, scale: LevelScale): Value {
  return bytes.context.apply(scaleBytesOperation, [bytes], scale);
}

const scaleBytesOperation: Operation<LevelScale> = {
  name: "scaleBytes",
  write(graph, [bytes], { mean, deviation }) {
    const levels = graph.node("Cast", [bytes.name], {
      SrcT: attr.type("uint8"),
      DstT: attr.type("float32"),
    });
    const means = typeof mean === "number" ? graph.scalar(mean) : graph.floats([mean.length], mean);
    const centred = graph.node("Sub", [levels, means]);
    return { output: graph.node("Mul", [centred, graph.scalar(1 / deviation)]) };
  },
  compose: ([bytes], { mean, deviation }) =>
    tf
      .cast(bytes, "float32")
      .sub(mean as number)
      .mul(1 / deviation),
};
