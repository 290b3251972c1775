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

/** Of the gates before sigmoid and tanh: `[time * batch, 4 * units]` in the order i, f, c, o. */
function writeGateGradients(graph: GraphWriter, states: LstmStates, nodes: BackwardNodes): string {
  const { before, zeroState, units, dy, turned } = nodes;
  const { concat, reshape } = arithmetic(graph, "float32");
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
  const [time, batch] = [0, 1].map((axis) => graph.sizeOf(dy, axis));
  const rows = (value: string, width: number) => reshape(value, graph.ints([-1, width]));
  const arrays: StepArrays = {
    read: [
      rows(dy, units),
      rows(tanhGrad(states.shown, states.output), units),
      rows(slopes, 4 * units),
      rows(states.forget, units),
    ],
    written: graph.node("TensorArrayV3", [time], { dtype: attr.type("float32") }),
    turned,
    batch,
  };
  // The steps that fill no turn are the last ones, which come first.
  const turns = int.floorDiv(time, int.constant(UNROLLED));
  const inTurns = int.mul(turns, int.constant(UNROLLED));
  const nothing = concat([zeroState, zeroState, zeroState, zeroState], 1);
  const start = [nothing, zeroState, outputOf(arrays.written, 1)];
  const last = writeLoop(graph, {
    count: int.sub(time, inTurns),
    backwards: true,
    state: start.map((node) => ({ node })),
    body(body, step, state) {
      const { add } = arithmetic(body, "int32");
      return { state: writeSteps(body, arrays, add(step, body.outer(inTurns, "int32")), 1, state) };
    },
  });
  const rest = writeLoop(graph, {
    count: turns,
    backwards: true,
    state: last.state.map((node) => ({ node })),
    body(body, turn, state) {
      const { mul, constant } = arithmetic(body, "int32");
      return {
        state: writeSteps(body, arrays, mul(turn, constant(UNROLLED)), UNROLLED, state),
      };
    },
  });
  const flow = rest.state[2];
  const all = stackRows(graph, { handle: arrays.written, flow, dtype: "float32" }, time);
  return rows(all, 4 * units);
}

interface StepArrays {
  /** `[time * batch, width]`: dy, slopes of the cell, slopes of the gates, forget gates. */
  readonly read: readonly string[];
  /** Handle of the rows that are written. */
  readonly written: string;
  readonly turned: string;
  readonly batch: string;
}

/**
 * Some steps back, in one turn of a loop.
 *
 * @param first - the earliest of them
 * @param state - of the step after them: gradients of its gates and, through it, of the cell before;
 *   and the flow of what is written
 */
function writeSteps(
  body: LoopBody,
  arrays: StepArrays,
  first: string,
  steps: number,
  state: readonly string[],
): string[] {
  const { add, mul, matMul, concat, slice } = arithmetic(body, "float32");
  const int = arithmetic(body, "int32");
  const batch = body.outer(arrays.batch, "int32");
  const begin = int.pack([int.mul(first, batch), int.constant(0)]);
  const size = int.pack([int.mul(batch, int.constant(steps)), int.constant(-1)]);
  // Neither copies anything: they are views of whole rows.
  const [dys, cellSlopes, slopes, forgets] = arrays.read.map((rows) => {
    const own = slice(body.outer(rows), begin, size);
    const split = body.node("Split", [body.scalar(0, "int32"), own], {
      ...FLOAT,
      num_split: attr.int(steps),
    });
    return Array.from({ length: steps }, (_, i) => outputOf(split, i));
  });
  let [gates, fromLater, flow] = state;
  for (let i = steps - 1; i >= 0; i--) {
    const hidden = add(matMul(gates, body.outer(arrays.turned)), dys[i]);
    const cell = add(mul(hidden, cellSlopes[i]), fromLater);
    gates = mul(concat([cell, cell, cell, hidden], 1), slopes[i]);
    fromLater = mul(cell, forgets[i]);
    flow = body.node(
      "TensorArrayWriteV3",
      [
        body.outer(arrays.written, "resource"),
        i === 0 ? first : int.add(first, int.constant(i)),
        gates,
        flow,
      ],
      FLOAT,
    );
  }
  return [gates, fromLater, flow];
}
