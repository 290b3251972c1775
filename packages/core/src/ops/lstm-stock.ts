/**
 * An LSTM as a loop over plain operations.
 *
 * @module
 */
import { arithmetic } from "../graph/arithmetic.js";
import { attr, FLOAT } from "../graph/attribute.js";
import { type GraphWriter, outputOf } from "../graph/graph-writer.js";
import { stackRows, writeLoop } from "../graph/loop.js";

/**
 * What `lstm` computes, without an operation of its own.
 *
 * @param inputs - x `[time, batch, inputs]`, kernel and bias
 * @returns `[time, batch, units]`
 */
export function writeStockLstm(
  graph: GraphWriter,
  [x, kernel, bias]: readonly string[],
  units: number,
): string {
  const { add, matMul, slice, fill, constant, reshape } = arithmetic(graph, "float32");
  const { pack, constant: int } = arithmetic(graph, "int32");
  const [time, batch, inputs] = [0, 1, 2].map((axis) => graph.sizeOf(x, axis));
  const rest = graph.ints([-1, -1]);
  const ofInput = slice(kernel, graph.ints([0, 0]), pack([inputs, int(-1)]));
  const recurrent = slice(kernel, pack([inputs, int(0)]), rest);
  const rows = reshape(x, pack([int(-1), inputs]));
  const projected = reshape(add(matMul(rows, ofInput), bias), pack([time, batch, int(4 * units)]));
  const zeros = fill(pack([batch, int(units)]), constant(0));
  const loop = writeLoop(graph, {
    count: time,
    state: [{ node: zeros }, { node: zeros }],
    reads: [{ node: projected }],
    writes: ["float32"],
    body(body, _step, [hidden, cell], [present]) {
      const { add, mul, matMul } = arithmetic(body, "float32");
      const sigmoid = (value: string) => body.node("Sigmoid", [value]);
      const tanh = (value: string) => body.node("Tanh", [value]);
      const gates = add(present, matMul(hidden, body.outer(recurrent)));
      const parts = body.node("Split", [body.scalar(1, "int32"), gates], {
        ...FLOAT,
        num_split: attr.int(4),
      });
      const [i, f, c, o] = [0, 1, 2, 3].map((part) => outputOf(parts, part));
      const next = add(mul(cell, sigmoid(f)), mul(sigmoid(i), tanh(c)));
      const shown = mul(sigmoid(o), tanh(next));
      return { state: [shown, next], writes: [shown] };
    },
  });
  return stackRows(graph, loop.writes[0], time);
}
