/**
 * A GRU as a loop over plain operations.
 *
 * @module
 */
import { arithmetic } from "../graph/arithmetic.js";
import { attr, FLOAT } from "../graph/attribute.js";
import { type GraphWriter, outputOf } from "../graph/graph-writer.js";
import { stackRows, writeLoop } from "../graph/loop.js";

/**
 * What `gru` computes, without an operation of its own.
 *
 * @param inputs - x `[time, batch, inputs]`, kernel and bias of the gates, of the candidate
 * @returns `[time, batch, units]`
 */
export function writeStockGru(
  graph: GraphWriter,
  [x, gates, gatesBias, candidate, candidateBias]: readonly string[],
  units: number,
): string {
  const { fill, constant } = arithmetic(graph, "float32");
  const { pack, constant: int } = arithmetic(graph, "int32");
  const time = graph.sizeOf(x, 0);
  const loop = writeLoop(graph, {
    count: time,
    state: [{ node: fill(pack([graph.sizeOf(x, 1), int(units)]), constant(0)) }],
    reads: [{ node: x }],
    writes: ["float32"],
    body(body, _step, [state], [x]) {
      const { add, sub, mul, matMul, concat, constant } = arithmetic(body, "float32");
      const layer = (input: string, kernel: string, bias: string) =>
        add(matMul(input, body.outer(kernel)), body.outer(bias));
      const open = body.node("Sigmoid", [layer(concat([x, state], 1), gates, gatesBias)]);
      const parts = body.node("Split", [body.scalar(1, "int32"), open], {
        ...FLOAT,
        num_split: attr.int(2),
      });
      const [reset, update] = [parts, outputOf(parts, 1)];
      const kept = concat([x, mul(state, reset)], 1);
      const fresh = body.node("Tanh", [layer(kept, candidate, candidateBias)]);
      const next = add(mul(update, state), mul(sub(constant(1), update), fresh));
      return { state: [next], writes: [next] };
    },
  });
  return stackRows(graph, loop.writes[0], time);
}
