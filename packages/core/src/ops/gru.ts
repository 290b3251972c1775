/**
 * GRU over whole sequences (Cho et al. 2014; gates in GRUBlockCell's order r, u, then the candidate).
 *
 * @module
 */
import type * as TF from "@tensorflow/tfjs";
import { tf } from "../engine/tensorflow.js";
import { arithmetic } from "../graph/arithmetic.js";
import { FLOAT } from "../graph/attribute.js";
import { type GraphWriter, outputOf } from "../graph/graph-writer.js";
import { type Rows, stackRows, writeLoop } from "../graph/loop.js";
import type { Operation, Value } from "../operation/operation.js";
import { writeStockGru } from "./gru-stock.js";

/** The parameters of a GRU. Rows of kernels: the input's first, then the state's. */
export interface GruValues {
  /** `[inputs + units, 2 * units]`: reset and update gate */
  readonly gates: Value;
  /** `[2 * units]` */
  readonly gatesBias: Value;
  /** `[inputs + units, units]` */
  readonly candidate: Value;
  /** `[units]` */
  readonly candidateBias: Value;
}

/** Widths of a GRU. */
export interface GruOptions {
  readonly inputs: number;
  readonly units: number;
}

/**
 * Runs a GRU from zero state over `x` `[time, batch, inputs]`; gives `[time, batch, units]`. The reset
 * gate acts on the state before the product, as in the paper.
 *
 * Steps after a sequence's end see padding but come after every real step, so they change nothing
 * before them, neither in value nor, where nobody reads their output, in gradient.
 */
export function gru(x: Value, parameters: GruValues, options: GruOptions): Value {
  const { gates, gatesBias, candidate, candidateBias } = parameters;
  const inputs = [x, gates, gatesBias, candidate, candidateBias];
  return x.context.apply(gruOperation, inputs, options);
}

export const gruOperation: Operation<GruOptions> = {
  name: "gru",
  write(graph, inputs, options) {
    const [x, gates, gatesBias, candidate, candidateBias] = inputs.map(({ name }) => name);
    const weights = [gates, candidate, gatesBias, candidateBias];
    const time = graph.sizeOf(x, 0);
    const forward = writeForward(graph, x, weights, time, options);
    const stack = (rows: Rows) => stackRows(graph, rows, time);
    return {
      output: stack(forward.states),
      gradient(dy) {
        const { matMul, mul, reshape, concat } = arithmetic(graph, "float32");
        const rowsOf = (node: string, width: number) => reshape(node, graph.ints([-1, width]));
        const back = writeBackward(graph, x, dy, weights, time, forward, options);
        const [xs, before, reset] = [
          rowsOf(x, options.inputs),
          rowsOf(stack(forward.before), options.units),
          rowsOf(stack(forward.gates[0]), options.units),
        ];
        const toGates = rowsOf(stack(back.gates), 2 * options.units);
        const toCandidate = rowsOf(stack(back.candidate), options.units);
        const biasOf = (node: string) => graph.node("BiasAddGrad", [node]);
        return [
          stack(back.inputs),
          matMul(concat([xs, before], 1), toGates, { a: true }),
          biasOf(toGates),
          matMul(concat([xs, mul(before, reset)], 1), toCandidate, { a: true }),
          biasOf(toCandidate),
        ];
      },
    };
  },
  writeStock: (graph, inputs, { units }) =>
    writeStockGru(
      graph,
      inputs.map(({ name }) => name),
      units,
    ),
  compose: ([x, ...weights], options) => composeGru(x as TF.Tensor3D, weights, options),
};

interface Forward {
  /** State after each step, and before it. */
  readonly states: Rows;
  readonly before: Rows;
  /** Reset gate, update gate, candidate. */
  readonly gates: readonly [Rows, Rows, Rows];
}

function writeForward(
  graph: GraphWriter,
  x: string,
  weights: readonly string[],
  time: string,
  { units }: GruOptions,
): Forward {
  const int = arithmetic(graph, "int32");
  const { fill, constant } = arithmetic(graph, "float32");
  const zeros = fill(int.pack([graph.sizeOf(x, 1), int.constant(units)]), constant(0));
  const loop = writeLoop(graph, {
    count: time,
    state: [{ node: zeros }],
    reads: [{ node: x }],
    writes: ["float32", "float32", "float32", "float32", "float32"],
    body(body, _step, [before], [x]) {
      const kernels = weights.map((weight) => body.outer(weight));
      const cell = body.node("GRUBlockCell", [x, before, ...kernels], FLOAT);
      const [r, u, c, h] = [0, 1, 2, 3].map((i) => outputOf(cell, i));
      return { state: [h], writes: [h, before, r, u, c] };
    },
  });
  const [states, before, r, u, c] = loop.writes;
  return { states, before, gates: [r, u, c] };
}

/** Gradients at each step with respect to the input, and before the gates' and candidate's bends. */
function writeBackward(
  graph: GraphWriter,
  x: string,
  dy: string,
  weights: readonly string[],
  time: string,
  { before, gates }: Forward,
  { units }: GruOptions,
) {
  const int = arithmetic(graph, "int32");
  const { fill, constant } = arithmetic(graph, "float32");
  const zeros = fill(int.pack([graph.sizeOf(x, 1), int.constant(units)]), constant(0));
  const loop = writeLoop(graph, {
    count: time,
    backwards: true,
    state: [{ node: zeros }],
    reads: [{ node: dy }, { node: x }, before, ...gates],
    writes: ["float32", "float32", "float32"],
    body(body, _step, [later], [dy, x, before, ...gates]) {
      const kernels = weights.map((weight) => body.outer(weight));
      const here = arithmetic(body, "float32").add(later, dy);
      const inputs = [x, before, ...kernels, ...gates, here];
      const cell = body.node("GRUBlockCellGrad", inputs, FLOAT);
      const [dx, dBefore, dCandidate, dGates] = [0, 1, 2, 3].map((i) => outputOf(cell, i));
      return { state: [dBefore], writes: [dx, dCandidate, dGates] };
    },
  });
  const [inputs, candidate, gatesRows] = loop.writes;
  return { inputs, candidate, gates: gatesRows };
}

function composeGru(x: TF.Tensor3D, weights: readonly TF.Tensor[], { units }: GruOptions) {
  const [gates, gatesBias, candidate, candidateBias] = weights;
  const [time, batch, inputs] = x.shape;
  const rows = x.reshape<TF.Tensor2D>([time * batch, inputs]);
  let state = tf.zeros([batch, units]) as TF.Tensor2D;
  const states = Array.from({ length: time }, (_, t) => {
    const step = rows.slice([t * batch, 0], [batch, inputs]);
    const ru = tf.concat([step, state], 1).dot(gates).add(gatesBias).sigmoid();
    const [r, u] = tf.split(ru, 2, 1);
    const c = tf
      .concat([step, state.mul(r)], 1)
      .dot(candidate)
      .add(candidateBias)
      .tanh();
    state = u.mul(state).add(u.sub(1).neg().mul(c)) as TF.Tensor2D;
    return state;
  });
  return tf.stack(states);
}
