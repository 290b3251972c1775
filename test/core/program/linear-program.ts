/**
 * The smallest thing to train: weights `w` whose gradient is what the batch says.
 *
 * @module
 */
import {
  Block,
  createTrainingProgram,
  embedding,
  type Network,
  type Operation,
  type ProgramStage,
  randomStream,
  type TrainingProgram,
  type Value,
} from "@mltl/core";
import type * as TF from "@tensorflow/tfjs";
import { attr, FLOAT } from "#core/graph/attribute.js";
import type { ParameterRole } from "#core/network/block.js";

/** sum(a * b): linear in both, so the gradient of one is the other. */
export const innerProduct: Operation<object> = {
  name: "innerProduct",
  write(graph, [a, b]) {
    const product = graph.node("Mul", [a.name, b.name]);
    const flat = graph.reshape(product, graph.ints([-1]));
    return {
      output: graph.node("Sum", [flat, graph.ints([0])], { ...FLOAT, Tidx: attr.type("int32") }),
      gradient: (dy) => [graph.node("Mul", [b.name, dy]), graph.node("Mul", [a.name, dy])],
    };
  },
  compose: ([a, b]) => a.mul(b).sum() as TF.Tensor,
};

export function dot(a: Value, b: Value): Value {
  return a.context.apply(innerProduct, [a, b], {});
}

const values = (numbers: readonly number[]) => (): Float32Array => Float32Array.from(numbers);

export interface LinearOptions extends Partial<Omit<ProgramStage, "learning">> {
  role?: Exclude<ParameterRole, "statistic">;
  start?: readonly number[];
  average?: boolean;
  /** What the block's rate is multiplied by. */
  factor?: number;
}

const DEFAULTS = {
  optimizer: { name: "sgd", momentum: 0, nesterov: false },
} as const;

/** A program over one vector; its batches are `gradient`, the vector's gradient. */
export function linearProgram(options: LinearOptions = {}): TrainingProgram {
  const { role = "weight", start = [1, 2], average = false, factor = 1, ...stage } = options;
  const block = new Block("only", randomStream("linear"));
  const initial = values(start);
  const w =
    role === "weight"
      ? block.weight("w", [start.length], initial)
      : role === "bias"
        ? block.bias("w", [start.length], initial)
        : block.norm("w", start.length).gamma;
  if (role === "norm") w.values.set(start);
  const inputs = { gradient: { dtype: "float32", shape: [-1] } } as const;
  const network: Network = {
    architecture: "linear",
    options: {},
    blocks: [block],
    inputs,
    forward: (context, { gradient }) => dot(context.parameter(w), gradient),
  };
  return createTrainingProgram({
    network,
    losses: { main: { inputs, loss: network.forward } },
    predictions: { main: network },
    stages: [{ ...DEFAULTS, ...stage, learning: new Map([[block, factor]]) }],
    average,
  });
}

/** A program over a table `[rows, 2]`; a batch reads rows `ids` with gradients `gradient`. */
export function tableProgram(rows: number, options: LinearOptions = {}): TrainingProgram {
  const block = new Block("only", randomStream("table"));
  const table = block.weight("table", [rows, 2], () =>
    new Float32Array(rows * 2).map((_, i) => i % 10),
  );
  const inputs = {
    ids: { dtype: "int32", shape: [-1] },
    gradient: { dtype: "float32", shape: [-1, 2] },
  } as const;
  const network: Network = {
    architecture: "table",
    options: {},
    blocks: [block],
    inputs,
    forward: (context, { ids, gradient }) =>
      dot(embedding(context.parameter(table), ids, 2), gradient),
  };
  return createTrainingProgram({
    network,
    losses: { main: { inputs, loss: network.forward } },
    predictions: { main: network },
    stages: [{ ...DEFAULTS, ...options, learning: new Map([[block, 1]]) }],
    average: false,
  });
}

/** Feeds of a vector's gradient. */
export function vector(...gradient: number[]) {
  return { gradient: { shape: [gradient.length], data: Float32Array.from(gradient) } };
}

/** Feeds of rows' gradients, two numbers a row. */
export function rowsOf(ids: readonly number[], gradient: readonly number[]) {
  return {
    ids: { shape: [ids.length], data: Int32Array.from(ids) },
    gradient: { shape: [ids.length, 2], data: Float32Array.from(gradient) },
  };
}

/** The weights of a program's only parameter. */
export function weightsIn(program: TrainingProgram): number[] {
  return [...program.weights().values()].flatMap(({ data }) => [...data]);
}
