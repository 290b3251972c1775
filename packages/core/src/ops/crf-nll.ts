/**
 * Negative log-likelihood of label sequences under a linear-chain conditional random field (Lafferty
 * et al. 2001).
 *
 * @module
 */
import type { CrfMask } from "../crf/scores.js";
import { attr, type Dtype } from "../graph/attribute.js";
import type { GraphWriter } from "../graph/graph-writer.js";
import { type Rows, stackRows, writeLoop } from "../graph/loop.js";
import type { Operation, Value } from "../operation/operation.js";
import { composeCrfNll } from "./compose-crf-nll.js";

/** The parameters of a CRF over K labels, as values. */
export interface CrfValues {
  /** `[K]` */
  readonly start: Value;
  /** `[K, K]`, from row to column */
  readonly transitions: Value;
  /** `[K]` */
  readonly end: Value;
}

/** How the loss is taken. */
export interface CrfNllOptions {
  /** What the tag scheme allows; anything when left out. */
  readonly mask?: CrfMask;
  /** What the sum over a batch is divided by: its sentences (the default), or its tokens. */
  readonly reduction?: "sentence" | "token";
}

/**
 * Mean negative log-likelihood of gold paths, a scalar. Steps past a sequence's length change
 * neither loss nor gradient, whatever they hold as long as it is finite.
 *
 * Computed in float64, each step relative to its best label: what is more than 700 nats behind
 * within a step is lost (in float32 it would be 88, less than a mask or a confident network takes).
 *
 * @param emissions - `[time, batch, K]`
 * @param gold - int32 `[time, batch]`: label indices
 * @param lengths - int32 `[batch]`, each at least 1
 */
export function crfNll(
  emissions: Value,
  { start, transitions, end }: CrfValues,
  gold: Value,
  lengths: Value,
  options: CrfNllOptions = {},
): Value {
  const inputs = [emissions, start, transitions, end, gold, lengths];
  return emissions.context.apply(crfNllOperation, inputs, options);
}

export const crfNllOperation: Operation<CrfNllOptions> = {
  name: "crfNll",
  write(graph, inputs, { mask, reduction = "sentence" }) {
    const names = inputs.map(({ name }) => name);
    const d = double(graph);
    const problem = readProblem(graph, names, mask);
    const share = d.div(
      graph.constant("float64", [], Float64Array.of(1)),
      reduction === "token"
        ? d.sum(d.cast(problem.lengths, "int32"), [0])
        : d.cast(problem.batch, "int32"),
    );
    const forward = writeForward(graph, problem);
    const gold = writeGold(graph, problem);
    const nll = d.sub(d.sum(forward.logPartitions, [0]), gold.score);
    return {
      output: d.toFloat(d.mul(nll, share)),
      gradient(dy) {
        const factor = d.mul(d.cast(dy, "float32"), share);
        const expected = writeBackward(graph, problem, forward);
        const part = (a: string, b: string) => d.toFloat(d.mul(d.sub(a, b), factor));
        return [
          part(expected.emissions, gold.emissions),
          part(expected.start, gold.start),
          part(expected.transitions, gold.transitions),
          part(expected.end, gold.end),
          undefined,
          undefined,
        ];
      },
    };
  },
  compose: composeCrfNll,
};

const F64: Dtype = "float64";
const INT = { T: attr.type("int32") };

/** Nodes of float64. */
function double(graph: GraphWriter) {
  const T = { T: attr.type(F64) };
  const binary = (op: string) => (a: string, b: string) => graph.node(op, [a, b], T);
  const unary = (op: string) => (x: string) => graph.node(op, [x], T);
  const reduction =
    (op: string) =>
    (x: string, axes: readonly number[], keep = false) =>
      graph.node(op, [x, graph.ints(axes)], {
        ...T,
        Tidx: attr.type("int32"),
        keep_dims: attr.bool(keep),
      });
  const cast = (x: string, from: Dtype, to: Dtype) =>
    graph.node("Cast", [x], { SrcT: attr.type(from), DstT: attr.type(to) });
  return {
    add: binary("AddV2"),
    sub: binary("Sub"),
    mul: binary("Mul"),
    div: binary("RealDiv"),
    divOrZero: binary("DivNoNan"),
    exp: unary("Exp"),
    log: unary("Log"),
    softmax: unary("Softmax"),
    max: reduction("Max"),
    sum: reduction("Sum"),
    cast: (x: string, from: Dtype) => cast(x, from, F64),
    toFloat: (x: string) => cast(x, F64, "float32"),
    matMul: (a: string, b: string, transposed: { a?: boolean; b?: boolean } = {}) =>
      graph.node("MatMul", [a, b], {
        ...T,
        transpose_a: attr.bool(transposed.a ?? false),
        transpose_b: attr.bool(transposed.b ?? false),
      }),
    /** Rows of `a` where `condition` [rows] holds, else of `b`. */
    select: (condition: string, a: string, b: string) => graph.node("Select", [condition, a, b], T),
  };
}

/** Nodes of int32. */
function integer(graph: GraphWriter) {
  const binary = (op: string) => (a: string, b: string | number) =>
    graph.node(op, [a, typeof b === "number" ? graph.scalar(b, "int32") : b], INT);
  return { add: binary("AddV2"), sub: binary("Sub"), mul: binary("Mul"), less: binary("Less") };
}

/** Inputs in float64, and sizes. */
interface Problem {
  readonly emissions: string;
  readonly start: string;
  /** exp(transitions) */
  readonly steps: string;
  readonly transitions: string;
  readonly end: string;
  readonly gold: string;
  readonly lengths: string;
  /** Index of each sequence's last step. */
  readonly lasts: string;
  readonly time: string;
  readonly batch: string;
  readonly labels: string;
}

function readProblem(graph: GraphWriter, names: readonly string[], mask?: CrfMask): Problem {
  const [emissions, start, transitions, end, gold, lengths] = names;
  const d = double(graph);
  const size = (axis: number) =>
    graph.node(
      "StridedSlice",
      [graph.shapeOf(emissions), graph.ints([axis]), graph.ints([axis + 1]), graph.ints([1])],
      { ...INT, Index: attr.type("int32"), shrink_axis_mask: attr.int(1) },
    );
  const labels = mask?.start.length ?? 0;
  const masked = (scores: string, added: Float32Array | undefined, shape: readonly number[]) => {
    const wide = d.cast(scores, "float32");
    return added ? d.add(wide, d.cast(graph.floats(shape, added), "float32")) : wide;
  };
  const allowed = masked(transitions, mask?.transitions, [labels, labels]);
  return {
    emissions: d.cast(emissions, "float32"),
    start: masked(start, mask?.start, [labels]),
    steps: d.exp(allowed),
    transitions: allowed,
    end: masked(end, mask?.end, [labels]),
    gold,
    lengths,
    lasts: integer(graph).sub(lengths, 1),
    time: size(0),
    batch: size(1),
    labels: size(2),
  };
}

/** What the way forward leaves. */
interface Forward {
  /** `[batch]` */
  readonly logPartitions: string;
  /** `[batch, K]`: probabilities of the last labels. */
  readonly lastLabels: string;
  /** `[batch, K]` each step: scores so far, as shares of the best, and what they lead to. */
  readonly shares: Rows;
  readonly reached: Rows;
}

/**
 * alpha_t = log(exp(alpha_(t-1) - m) . exp(transitions)) + m + emissions_t, where m is the largest of
 * alpha_(t-1): one product of matrices a step.
 */
function writeForward(graph: GraphWriter, problem: Problem): Forward {
  const { emissions, start, end, steps, lasts, time, batch, labels } = problem;
  const d = double(graph);
  const shape = graph.node("Pack", [batch, labels], { ...INT, N: attr.int(2) });
  const first = graph.node("BroadcastTo", [start, shape], {
    T: attr.type(F64),
    Tidx: attr.type("int32"),
  });
  const loop = writeLoop(graph, {
    count: time,
    state: [
      { node: first, dtype: F64 },
      { node: first, dtype: F64 },
    ],
    reads: [{ node: emissions, dtype: F64 }],
    writes: [F64, F64],
    body(body, step, [before, last], [emission]) {
      const d = double(body);
      const alpha = d.add(before, emission);
      const best = d.max(alpha, [1], true);
      const shares = d.exp(d.sub(alpha, best));
      const reached = d.matMul(shares, body.outer(steps, F64));
      const isLast = body.node("Equal", [body.outer(lasts, "int32"), step], INT);
      return {
        state: [d.add(d.log(reached), best), d.select(isLast, alpha, last)],
        writes: [shares, reached],
      };
    },
  });
  const final = d.add(loop.state[1], end);
  const best = d.max(final, [1], true);
  const sums = d.sum(d.exp(d.sub(final, best)), [1]);
  return {
    logPartitions: d.add(d.log(sums), d.sum(best, [1])),
    lastLabels: d.softmax(final),
    shares: loop.writes[0],
    reached: loop.writes[1],
  };
}

/** Nodes of one number for each score. */
interface Counts {
  readonly emissions: string;
  readonly start: string;
  readonly transitions: string;
  readonly end: string;
}

/** How often each score is expected to be on a path: the gradient of the partition. */
function writeBackward(graph: GraphWriter, problem: Problem, forward: Forward): Counts {
  const { steps, lasts, time, batch, labels } = problem;
  const d = double(graph);
  const zeros = (shape: readonly string[]) =>
    graph.node(
      "Fill",
      [
        graph.node("Pack", shape, { ...INT, N: attr.int(shape.length) }),
        graph.constant(F64, [], Float64Array.of(0)),
      ],
      { T: attr.type(F64), index_type: attr.type("int32") },
    );
  const loop = writeLoop(graph, {
    count: time,
    backwards: true,
    state: [
      { node: zeros([batch, labels]), dtype: F64 },
      { node: zeros([labels, labels]), dtype: F64 },
    ],
    reads: [forward.shares, forward.reached],
    writes: [F64],
    body(body, step, [after, pairs], [shares, reached]) {
      const d = double(body);
      const ratio = d.divOrZero(after, reached);
      const led = d.mul(shares, d.matMul(ratio, body.outer(steps, F64), { b: true }));
      const isLast = body.node("Equal", [body.outer(lasts, "int32"), step], INT);
      const here = d.select(isLast, body.outer(forward.lastLabels, F64), led);
      return {
        state: [here, d.add(pairs, d.matMul(shares, ratio, { a: true }))],
        writes: [here],
      };
    },
  });
  return {
    emissions: stackRows(graph, loop.writes[0], time),
    start: d.sum(loop.state[0], [0]),
    transitions: d.mul(loop.state[1], steps),
    end: d.sum(forward.lastLabels, [0]),
  };
}

/** How often each score is on the gold paths, and the sum of these scores. */
function writeGold(graph: GraphWriter, problem: Problem): Counts & { readonly score: string } {
  const { emissions, start, transitions, end, gold, lengths, lasts, time, labels } = problem;
  const d = double(graph);
  const i = integer(graph);
  const range = graph.node("Range", [graph.scalar(0, "int32"), time, graph.scalar(1, "int32")], {
    Tidx: attr.type("int32"),
  });
  const step = graph.reshape(range, graph.ints([-1, 1]), "int32");
  const where = (condition: string, value: string, other: string) =>
    graph.node("SelectV2", [condition, value, other], INT);
  const number = (value: number) => graph.constant(F64, [], Float64Array.of(value));
  /** What lies at or past `size` isn't counted. */
  const count = (indices: string, size: string) =>
    graph.node("Bincount", [indices, size, graph.constant(F64, [0], new Float64Array())], {
      T: attr.type(F64),
    });

  const within = i.less(step, lengths);
  const nowhere = graph.scalar(-1, "int32");
  const emitted = graph.node(
    "OneHot",
    [where(within, gold, nowhere), labels, number(1), number(0)],
    { T: attr.type(F64), TI: attr.type("int32"), axis: attr.int(-1) },
  );
  const square = i.mul(labels, labels);
  const rolled = graph.node("Roll", [gold, graph.scalar(1, "int32"), graph.scalar(0, "int32")], {
    ...INT,
    Tshift: attr.type("int32"),
    Taxis: attr.type("int32"),
  });
  const follows = graph.node("LogicalAnd", [i.less(graph.scalar(0, "int32"), step), within], {});
  const pairs = where(follows, i.add(i.mul(rolled, labels), gold), square);
  const firsts = where(i.less(step, 1), gold, labels);
  const finals = where(graph.node("Equal", [step, lasts], INT), gold, labels);
  const counts = {
    emissions: emitted,
    start: count(firsts, labels),
    transitions: graph.reshape(
      count(pairs, square),
      graph.node("Pack", [labels, labels], { ...INT, N: attr.int(2) }),
      F64,
    ),
    end: count(finals, labels),
  };
  const parts = [
    d.sum(d.mul(emitted, emissions), [0, 1, 2]),
    d.sum(d.mul(counts.start, start), [0]),
    d.sum(d.mul(counts.transitions, transitions), [0, 1]),
    d.sum(d.mul(counts.end, end), [0]),
  ];
  return { ...counts, score: parts.reduce(d.add) };
}
