/**
 * LSTM over whole sequences (Hochreiter & Schmidhuber 1997; gates in BlockLSTMV2's order i, f, c, o).
 *
 * @module
 */
import type * as TF from "@tensorflow/tfjs";
import { tf } from "../engine/tensorflow.js";
import { attr, FLOAT } from "../graph/attribute.js";
import { type GraphWriter, outputOf } from "../graph/graph-writer.js";
import type { Operation, Value } from "../operation/operation.js";
import { writeLstmGradient } from "./lstm-gradient.js";
import { writeStockLstm } from "./lstm-stock.js";

/**
 * Runs an LSTM from zero state over `x` `[time, batch, inputs]`; gives `[time, batch, units]`.
 *
 * Steps after a sequence's end see padding but come after every real step, so they change nothing
 * before them, neither in value nor, where nobody reads their output, in gradient.
 *
 * @param kernel - `[inputs + units, 4 * units]`, rows of the input first
 * @param bias - `[4 * units]`; the forget gate's bias is taken as it is
 */
export function lstm(x: Value, kernel: Value, bias: Value, units: number): Value {
  return x.context.apply(lstmOperation, [x, kernel, bias], { units });
}

const PLAIN = { ...FLOAT, use_peephole: attr.bool(false) };
const OUTPUTS = [0, 1, 2, 3, 4, 5, 6];

export const lstmOperation: Operation<{ units: number }> = {
  name: "lstm",
  write(graph, [x, kernel, bias], { units }) {
    const state = zeroState(graph, x.name, units);
    const peephole = graph.floats([units], new Float32Array(units));
    const peepholes = [peephole, peephole, peephole];
    const inputs = [
      stepsOf(graph, x.name),
      x.name,
      state,
      state,
      kernel.name,
      ...peepholes,
      bias.name,
    ];
    const forward = graph.node("BlockLSTMV2", inputs, { ...PLAIN, cell_clip: attr.float(0) });
    const [input, cell, forget, output, candidate, shown, hidden] = OUTPUTS.map((i) =>
      outputOf(forward, i),
    );
    const states = { input, forget, candidate, output, cell, shown, hidden };
    return {
      output: hidden,
      gradient: (dy) => writeLstmGradient(graph, [x.name, kernel.name], states, state, units, dy),
    };
  },
  writeStock: (graph, inputs, { units }) =>
    writeStockLstm(
      graph,
      inputs.map(({ name }) => name),
      units,
    ),
  compose: ([x, kernel, bias], { units }) =>
    composeLstm(x as TF.Tensor3D, kernel as TF.Tensor2D, bias as TF.Tensor1D, units),
};

/** Number of steps as the int64 scalar that the operation wants. */
function stepsOf(graph: GraphWriter, x: string): string {
  const shape = graph.node("Shape", [x], { ...FLOAT, out_type: attr.type("int64") });
  return graph.node("StridedSlice", [shape, ...[0, 1, 1].map((at) => graph.ints([at]))], {
    T: attr.type("int64"),
    Index: attr.type("int32"),
    shrink_axis_mask: attr.int(1),
  });
}

function zeroState(graph: GraphWriter, x: string, units: number): string {
  const INT = attr.type("int32");
  const limits = [1, 2, 1].map((at) => graph.ints([at]));
  const batch = graph.node("StridedSlice", [graph.shapeOf(x), ...limits], { T: INT, Index: INT });
  const axis = graph.scalar(0, "int32");
  const shape = graph.node("ConcatV2", [batch, graph.ints([units]), axis], {
    N: attr.int(2),
    T: INT,
    Tidx: INT,
  });
  return graph.node("Fill", [shape, graph.scalar(0)], { ...FLOAT, index_type: INT });
}

function composeLstm(
  x: TF.Tensor3D,
  kernel: TF.Tensor2D,
  bias: TF.Tensor1D,
  units: number,
): TF.Tensor3D {
  const [time, batch, inputs] = x.shape;
  const projected = x
    .reshape<TF.Tensor2D>([time * batch, inputs])
    .matMul<TF.Tensor2D>(kernel.slice([0, 0], [inputs, 4 * units]))
    .add(bias);
  const recurrent = kernel.slice([inputs, 0], [units, 4 * units]);
  let hidden = tf.zeros([batch, units]) as TF.Tensor2D;
  let cell = tf.zeros([batch, units]) as TF.Tensor2D;
  const states = Array.from({ length: time }, (_, step) => {
    const present = projected.slice([step * batch, 0], [batch, 4 * units]);
    const [i, f, c, o] = tf.split(present.add(hidden.matMul(recurrent)), 4, 1) as TF.Tensor2D[];
    cell = cell.mul(tf.sigmoid(f)).add(tf.sigmoid(i).mul(tf.tanh(c)));
    hidden = tf.sigmoid(o).mul(tf.tanh(cell));
    return hidden;
  });
  return tf.stack(states) as TF.Tensor3D;
}
