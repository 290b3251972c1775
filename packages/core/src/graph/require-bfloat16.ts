/**
 * Whether TensorFlow convolves in bfloat16 here: found out by doing it.
 *
 * @module
 */
import { MltlError } from "../errors.js";
import { attr, FLOAT } from "./attribute.js";
import { GraphWriter } from "./graph-writer.js";
import { withMixedPrecision } from "./mixed-precision.js";
import { startSession } from "./session.js";

/** @throws MltlError `E_NO_ENGINE` where the processor can't */
export function requireBfloat16(): void {
  const graph = new GraphWriter();
  const ones = graph.floats([1, 1, 1, 1], [1]);
  const convolution = graph.node("Conv2D", [ones, ones], {
    ...FLOAT,
    data_format: attr.string("NHWC"),
    strides: attr.ints([1, 1, 1, 1]),
    padding: attr.string("SAME"),
    explicit_paddings: attr.ints([]),
    dilations: attr.ints([1, 1, 1, 1]),
  });
  const output = graph.node("Identity", [convolution]);
  const session = startSession(withMixedPrecision(graph.nodes, new Set([convolution])));
  try {
    session.call([], [output])([]);
  } catch (cause) {
    throw new MltlError(
      "E_NO_ENGINE",
      "Expected a processor that convolves in bfloat16 for precision: bfloat16",
      { cause, hint: "Leave precision out, or pass --set levels.0.precision=float32." },
    );
  } finally {
    session.dispose();
  }
}
