/**
 * All paths through a linear-chain conditional random field at once, as two loops in a graph.
 *
 * @module
 */
import { arithmetic } from "../graph/arithmetic.js";
import { type Attributes, attr } from "../graph/attribute.js";
import { type GraphWriter, outputOf } from "../graph/graph-writer.js";
import { type LoopBody, type Rows, stackRows, writeLoop } from "../graph/loop.js";
import { writeWithin } from "./sequence-mask.js";

/** Nodes that the chain is made of. K labels, and one more, K, that stands for being outside. */
export interface CrfChainInputs {
  /** float32 `[time, batch, K]` */
  readonly emissions: string;
  /** float64 `[K + 1, K + 1]`: of going from row to column. */
  readonly scores: string;
  /** int32 `[batch]` */
  readonly lengths: string;
  /** int32 `[time, batch, K]`: 1 for labels that paths may take, 0 for others; all where left out. */
  readonly allowed?: string;
  /** int32 scalars: `labels` is K. */
  readonly time: string;
  readonly batch: string;
  readonly labels: string;
}

/** A number for each emission, float64 `[time, batch, K]`, and for each score `[K + 1, K + 1]`. */
export interface CrfCounts {
  readonly emissions: string;
  readonly scores: string;
}

/** What is known of all paths. */
export interface CrfChain {
  /** Sum over the batch of log sum over paths of exp(score); a float64 scalar. */
  readonly logPartition: string;
  /** Writes how often each emission and score is expected on a path: the gradient of the above. */
  expectedCounts(): CrfCounts;
}

const F64 = "float64";
/** Steps a turn. The numbers are scaled once a turn, so this is bounded by the range of float64. */
const UNROLLED = 4;
/**
 * An emission that is further behind the best one of its step counts as that far behind, in nats.
 * UNROLLED steps of it with scores of -50 beside stay within float64, whose numbers reach down to
 * exp(-708).
 */
const FURTHEST = -120;
/** What an emission that isn't allowed loses, nats. */
const BARRED = 1e6;

/**
 * Probabilities instead of scores: `p = (p . exp(scores)) * exp(emissions - best)`, divided by their
 * sum at times. What can't be reached has probability 0, and scores below -708 forbid.
 */
export function writeCrfChain(graph: GraphWriter, inputs: CrfChainInputs): CrfChain {
  const { scores, batch, labels } = inputs;
  const { add, mul, sum, log, exp, constant } = arithmetic(graph, "float64");
  const int = arithmetic(graph, "int32");
  const outside = graph.node(
    "OneHot",
    [
      int.fill(int.pack([batch]), labels),
      int.add(labels, int.constant(1)),
      constant(1),
      constant(0),
    ],
    { T: attr.type("float64"), TI: attr.type("int32"), axis: attr.int(-1) },
  );
  const likelihoods = writeLikelihoods(graph, inputs);
  const chain: Chain = { ...inputs, ...likelihoods, outside, steps: exp(scores) };
  const forward = writeForward(graph, chain);
  const logs = add(forward.logScale, log(sum(forward.last, [1], true)));
  return {
    logPartition: add(sum(logs, [0, 1]), likelihoods.shift),
    expectedCounts() {
      const { emissions, pairs } = writeBackward(graph, chain, forward);
      return { emissions, scores: mul(pairs, chain.steps) };
    },
  };
}

interface Likelihoods {
  /** float64 `[turns, UNROLLED, batch, K + 1]`: of being in a label, the best one's being 1. */
  readonly likelihoods: string;
  readonly turns: string;
  /** The sum of the best emissions, a scalar. */
  readonly shift: string;
}

interface Chain extends CrfChainInputs, Likelihoods {
  /** float64 `[batch, K + 1]`: being outside for certain. */
  readonly outside: string;
  /** exp(scores) */
  readonly steps: string;
}

/** At least one step past every length is added: there, a sequence can only be outside. */
function writeLikelihoods(graph: GraphWriter, inputs: CrfChainInputs): Likelihoods {
  const { lengths, time, batch, labels, allowed } = inputs;
  const { sub, mul, max, sum, exp, maximum, from, concat, constant, reshape } = arithmetic(
    graph,
    F64,
  );
  const float = arithmetic(graph, "float32");
  const int = arithmetic(graph, "int32");
  const unrolled = int.constant(UNROLLED);
  const turns = int.floorDiv(int.add(time, unrolled), unrolled);
  const count = int.mul(turns, unrolled);
  const emissions = allowed ? among(graph, inputs.emissions, allowed) : inputs.emissions;
  const added = int.pack([int.sub(count, time), batch, labels]);
  const padded = from(
    float.concat([emissions, float.fill(added, float.constant(0))], 0),
    "float32",
  );
  const within = graph.node(
    "ExpandDims",
    [from(writeWithin(graph, count, lengths), "bool"), int.constant(2)],
    { T: attr.type(F64), Tdim: attr.type("int32") },
  );
  const best = max(padded, [2], true);
  const relative = maximum(sub(padded, best), constant(FURTHEST));
  const inside = mul(exp(relative), within);
  const open = allowed && from(int.concat([allowed, int.fill(added, int.constant(1))], 0), "int32");
  const joined = concat([open ? mul(inside, open) : inside, sub(constant(1), within)], 2);
  const sides = int.add(labels, int.constant(1));
  return {
    likelihoods: reshape(joined, int.pack([turns, unrolled, batch, sides])),
    turns,
    shift: sum(mul(best, within), [0, 1, 2]),
  };
}

/** Emissions of which those that aren't allowed are not the best. */
function among(graph: GraphWriter, emissions: string, allowed: string): string {
  const { add, mul, sub, constant, from } = arithmetic(graph, "float32");
  const barred = sub(from(allowed, "int32"), constant(1));
  return add(emissions, mul(barred, constant(BARRED)));
}

interface Forward {
  /** `[batch, K + 1]` after the last step, and the logarithm of what it has been divided by. */
  readonly last: string;
  readonly logScale: string;
  /** `[UNROLLED, batch, K + 1]` a turn: p before each step, and p . exp(scores). */
  readonly before: Rows;
  readonly reached: Rows;
}

const UNPACK: Attributes = { T: attr.type(F64), num: attr.int(UNROLLED), axis: attr.int(0) };

function unpack(body: LoopBody, x: string): string[] {
  const node = body.node("Unpack", [x], UNPACK);
  return Array.from({ length: UNROLLED }, (_, i) => outputOf(node, i));
}

function writeForward(graph: GraphWriter, { likelihoods, turns, outside, steps }: Chain): Forward {
  const { log, sum } = arithmetic(graph, F64);
  const loop = writeLoop(graph, {
    count: turns,
    state: [
      { node: outside, dtype: F64 },
      { node: log(sum(outside, [1], true)), dtype: F64 },
    ],
    reads: [{ node: likelihoods, dtype: F64 }],
    writes: [F64, F64],
    body(body, _step, [unscaled, logScale], [likelihoods]) {
      const { add, mul, div, log, sum, matMul, pack } = arithmetic(body, F64);
      const total = sum(unscaled, [1], true);
      let p = div(unscaled, total);
      const before: string[] = [];
      const reached: string[] = [];
      for (const likelihood of unpack(body, likelihoods)) {
        before.push(p);
        reached.push(matMul(p, body.outer(steps, F64)));
        p = mul(reached[reached.length - 1], likelihood);
      }
      return { state: [p, add(logScale, log(total))], writes: [pack(before), pack(reached)] };
    },
  });
  const [last, logScale] = loop.state;
  const [before, reached] = loop.writes;
  return { last, logScale, before, reached };
}

/** From probabilities after a step to those before it, given all that is observed (Baum-Welch). */
function writeBackward(graph: GraphWriter, chain: Chain, { before, reached }: Forward) {
  const { turns, outside, steps, time, batch, labels } = chain;
  const double = arithmetic(graph, F64);
  const int = arithmetic(graph, "int32");
  const sides = int.add(labels, int.constant(1));
  const rowShape = int.pack([int.constant(-1), sides]);
  const loop = writeLoop(graph, {
    count: turns,
    backwards: true,
    state: [
      { node: outside, dtype: F64 },
      { node: double.fill(int.pack([sides, sides]), double.constant(0)), dtype: F64 },
    ],
    reads: [before, reached],
    writes: [F64],
    body(body, _step, [last, pairs], [before, reached]) {
      const { add, mul, divOrZero, matMul, pack, reshape } = arithmetic(body, F64);
      const rows = (x: string) => reshape(x, body.outer(rowShape, "int32"));
      const [befores, reacheds] = [unpack(body, before), unpack(body, reached)];
      const after: string[] = [];
      const ratios: string[] = [];
      let q = last;
      for (let i = UNROLLED - 1; i >= 0; i--) {
        after.unshift(q);
        ratios.unshift(divOrZero(q, reacheds[i]));
        q = mul(befores[i], matMul(ratios[0], body.outer(steps, F64), { b: true }));
      }
      const met = matMul(rows(before), rows(pack(ratios)), { a: true });
      return { state: [q, add(pairs, met)], writes: [pack(after)] };
    },
  });
  const walks = double.reshape(
    stackRows(graph, loop.writes[0], turns),
    int.pack([int.constant(-1), batch, sides]),
  );
  const zero = int.constant(0);
  const size = int.pack([time, batch, labels]);
  return {
    emissions: double.slice(walks, int.pack([zero, zero, zero]), size),
    pairs: loop.state[1],
  };
}
