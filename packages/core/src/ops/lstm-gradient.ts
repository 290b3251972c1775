/**
 * The way back through an LSTM: a loop for what one step needs of the next, and everything else for
 * all steps at once.
 *
 * TensorFlow's BlockLSTMGradV2 multiplies by the whole kernel, and adds to its whole gradient, at
 * every step; a product over all steps reads and writes them once.
 *
 * @module
 */
import { arithmetic } from "../graph/arithmetic.js";
import { attr, FLOAT } from "../graph/attribute.js";
import { type GraphWriter, outputOf } from "../graph/graph-writer.js";
import { type LoopBody, stackRows, writeLoop } from "../graph/loop.js";

/** Nodes of the pass forward. Of each state `[time, batch, units]`. */
export interface LstmStates {
  /** Gates after their sigmoid or, `candidate`, tanh. */
  readonly input: string;
  readonly forget: string;
  readonly candidate: string;
  readonly output: string;
  /** The cells, and their tanh. */
  readonly cell: string;
  readonly shown: string;
  readonly hidden: string;
}

/** Gradients as an LSTM's inputs are ordered. */
export type LstmGradients = readonly [x: string, kernel: string, bias: string];

/**
 * @param x - `[time, batch, inputs]`
 * @param kernel - `[inputs + units, 4 * units]`
 * @param zeroState - `[batch, units]`
 * @param dy - of the hidden states
 */
export function writeLstmGradient(
  graph: GraphWriter,
  [x, kernel]: readonly string[],
  states: LstmStates,
  zeroState: string,
  units: number,
  dy: string,
): LstmGradients {
  const { concat, matMul, slice, reshape } = arithmetic(graph, "float32");
  const { pack, sub, constant: int } = arithmetic(graph, "int32");
  const [time, inputs] = [0, 2].map((axis) => graph.sizeOf(x, axis));
  const before = (value: string) => {
    const first = reshape(zeroState, graph.ints([1, -1, units]));
    const size = pack([sub(time, int(1)), int(-1), int(-1)]);
    return concat([first, slice(value, graph.ints([0, 0, 0]), size)], 0);
  };
  const rest = graph.ints([-1, -1]);
  const ofInput = slice(kernel, graph.ints([0, 0]), pack([inputs, int(-1)]));
  const ofHidden = slice(kernel, pack([inputs, int(0)]), rest);
  const turned = graph.node("Transpose", [ofHidden, graph.ints([1, 0])], {
    ...FLOAT,
    Tperm: attr.type("int32"),
  });
  const gates = writeGateGradients(graph, states, { before, zeroState, units, dy, turned });
  const seen = concat([x, before(states.hidden)], 2);
  const seenShape = pack([int(-1), graph.sizeOf(kernel, 0)]);
  return [
    reshape(matMul(gates, ofInput, { b: true }), graph.shapeOf(x)),
    matMul(reshape(seen, seenShape), gates, { a: true }),
    graph.node("BiasAddGrad", [gates], { ...FLOAT, data_format: attr.string("NHWC") }),
  ];
}

interface BackwardNodes {
  /** What a state was a step earlier. */
  before(state: string): string;
  readonly zeroState: string;
  readonly units: number;
  readonly dy: string;
  /** The kernel's rows of the hidden state, transposed: `[4 * units, units]`. */
  readonly turned: string;
}

/** Steps a turn: what a loop costs around its body is worth several of them. */
const UNROLLED = 4;
const UNPACK = { ...FLOAT, num: attr.int(UNROLLED), axis: attr.int(0) };

/** Of the gates before sigmoid and tanh: `[time * batch, 4 * units]` in the order i, f, c, o. */
function writeGateGradients(graph: GraphWriter, states: LstmStates, nodes: BackwardNodes): string {
  const { before, zeroState, units, dy, turned } = nodes;
  const { concat, slice, reshape } = arithmetic(graph, "float32");
  const int = arithmetic(graph, "int32");
  const sigmoidGrad = (y: string, d: string) => graph.node("SigmoidGrad", [y, d]);
  const tanhGrad = (y: string, d: string) => graph.node("TanhGrad", [y, d]);
  // What the gradients of the cell (i, f, c) and of the hidden state (o) are multiplied by.
  const slopes = concat(
    [
      sigmoidGrad(states.input, states.candidate),
      sigmoidGrad(states.forget, before(states.cell)),
      tanhGrad(states.candidate, states.input),
      sigmoidGrad(states.output, states.shown),
    ],
    2,
  );
  const cellSlope = tanhGrad(states.shown, states.output);
  const [time, batch] = [0, 1].map((axis) => graph.sizeOf(dy, axis));
  const unrolled = int.constant(UNROLLED);
  const turns = int.floorDiv(int.add(time, int.constant(UNROLLED - 1)), unrolled);
  const missing = int.sub(int.mul(turns, unrolled), time);
  const zero = int.constant(0);
  const paddings = int.reshape(
    int.pack([zero, missing, zero, zero, zero, zero]),
    graph.ints([3, 2]),
  );
  /** `[turns, UNROLLED, batch, width]`; the steps that are too many come first and change nothing. */
  const inTurns = (value: string, width: number) => {
    const padded = graph.node("Pad", [value, paddings], {
      ...FLOAT,
      Tpaddings: attr.type("int32"),
    });
    return { node: reshape(padded, int.pack([turns, unrolled, batch, int.constant(width)])) };
  };
  const loop = writeLoop(graph, {
    count: turns,
    backwards: true,
    state: [{ node: concat([zeroState, zeroState, zeroState, zeroState], 1) }, { node: zeroState }],
    reads: [
      inTurns(dy, units),
      inTurns(slopes, 4 * units),
      inTurns(cellSlope, units),
      inTurns(states.forget, units),
    ],
    writes: ["float32"],
    body(body, _step, [laterGates, laterCell], reads) {
      const { add, mul, matMul, concat, pack } = arithmetic(body, "float32");
      const [dys, slopes, cellSlopes, forgets] = reads.map((rows) => unpack(body, rows));
      let gates = laterGates;
      let fromLater = laterCell;
      const written: string[] = [];
      for (let i = UNROLLED - 1; i >= 0; i--) {
        const hidden = add(matMul(gates, body.outer(turned)), dys[i]);
        const cell = add(mul(hidden, cellSlopes[i]), fromLater);
        gates = mul(concat([cell, cell, cell, hidden], 1), slopes[i]);
        fromLater = mul(cell, forgets[i]);
        written.unshift(gates);
      }
      return { state: [gates, fromLater], writes: [pack(written)] };
    },
  });
  const rows = reshape(stackRows(graph, loop.writes[0], turns), graph.ints([-1, 4 * units]));
  return slice(rows, graph.ints([0, 0]), int.pack([int.mul(time, batch), int.constant(-1)]));
}

function unpack(body: LoopBody, rows: string): string[] {
  const node = body.node("Unpack", [rows], UNPACK);
  return Array.from({ length: UNROLLED }, (_, i) => outputOf(node, i));
}
