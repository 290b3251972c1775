/**
 * Checks an operation, or a whole layer: the graph against its composition from tfjs's operations,
 * in value and in gradient, and the gradient against finite differences.
 *
 * @module
 */
import assert from "node:assert/strict";

import type * as TF from "@tensorflow/tfjs";
import { tf } from "#core/engine/tensorflow.js";
import { attr, FLOAT } from "#core/graph/attribute.js";
import { GraphWriter } from "#core/graph/graph-writer.js";
import type { HostArray, HostType } from "#core/graph/host-array.js";
import { startSession } from "#core/graph/session.js";
import { GraphVariables } from "#core/graph/variables.js";
import type { Parameter } from "#core/network/block.js";
import { GraphContext } from "#core/operation/graph-context.js";
import type { Gradient, Operation, Value } from "#core/operation/operation.js";
import { parameterTensors, TensorContext } from "#core/operation/tensor-context.js";
import { randomStream } from "#core/random/random.js";

/** An example of an input. */
export interface CheckedInput extends HostArray {
  /** Whether gradients are checked with respect to it: it is a parameter then. */
  readonly learning: boolean;
}

export interface CheckOptions {
  /** What `apply` reads beside its inputs, as layers do: a block's parameters. */
  readonly parameters?: readonly Parameter[];
  /** How blocks are to behave, where `apply` asks. Default: nothing learns or drops. */
  readonly mode?: Partial<Record<"isLearning" | "usesBatchStatistics" | "drops", boolean>>;
  /** Largest difference of graph and composition, as a share of the largest number. Default: 1e-5. */
  readonly tolerance?: number;
  /** The same for gradients and finite differences. Default: 1e-2. */
  readonly differenceTolerance?: number;
  /** How far a number is moved for a finite difference. Default: 1e-2. */
  readonly difference?: number;
  /** False for networks, whose operations have been moved number by number. Default: true. */
  readonly differences?: boolean;
  /** False for what only the graph can do. Default: true. */
  readonly composed?: boolean;
}

/** An operation as its function over values: `([x, kernel, bias]) => dense(x, kernel, bias)`. */
export type Applied = (inputs: readonly Value[]) => Value;

/** A parameter with normally distributed numbers. */
export function learnt(shape: readonly number[], seed: number | string, deviation = 1) {
  return { ...fixed(shape, seed, deviation), learning: true };
}

/** The same as an input that doesn't learn. */
export function fixed(shape: readonly number[], seed: number | string, deviation = 1, mean = 0) {
  const random = randomStream("check", seed);
  const data = Float32Array.from({ length: shape.reduce((product, n) => product * n, 1) }, () => {
    return mean + deviation * random.normal();
  });
  return { shape, data, learning: false };
}

/** An int32 input. */
export function integers(shape: readonly number[], values: readonly number[]): CheckedInput {
  return { shape, data: Int32Array.from(values), learning: false };
}

/** Asserts that all three agree. The native engine has to be running. */
export function checkOperation(
  apply: Applied,
  inputs: readonly CheckedInput[],
  options: CheckOptions = {},
): void {
  const { composed = true, differences = true, tolerance = 1e-5 } = options;
  const { difference = 1e-2, differenceTolerance = 1e-2 } = options;
  const running = runGraph(apply, inputs, options);
  try {
    const { output, gradients } = running.all();
    if (composed) {
      const expected = runComposition(apply, inputs, output, options);
      assert.deepEqual(output.shape, expected.output.shape, "shape of the output");
      assertClose(output.data, expected.output.data, tolerance, "output and composition");
      gradients.forEach((gradient, i) => {
        const what = `gradients of ${running.learning[i].name} and composition`;
        assertClose(gradient.data, expected.gradients[i].data, tolerance, what);
      });
    }
    if (!differences) return;
    running.learning.forEach((parameter, i) => {
      const slopes = Array.from(parameter.values, (value, j) => {
        const at = (moved: number) => {
          const numbers = Float32Array.from(parameter.values);
          numbers[j] = moved;
          return weightedSum(running.outputWith(parameter, numbers));
        };
        return (at(value + difference) - at(value - difference)) / (2 * difference);
      });
      const what = `gradients of ${parameter.name} and finite differences`;
      assertClose(gradients[i].data, slopes, differenceTolerance, what);
    });
  } finally {
    running.dispose();
  }
}

/** What the graph gives: the output, and the gradients of its learning inputs in their order. */
export function runOperation(apply: Applied, inputs: readonly CheckedInput[]) {
  const running = runGraph(apply, inputs, {});
  try {
    return running.all();
  } finally {
    running.dispose();
  }
}

function runGraph(
  apply: Applied,
  inputs: readonly CheckedInput[],
  { mode = {}, parameters = [] }: CheckOptions,
) {
  const asParameters = inputs.map(inputParameter);
  const all = [...asParameters.filter((parameter) => parameter !== undefined), ...parameters];
  const graph = new GraphWriter();
  const variables = new GraphVariables(graph);
  const seed = graph.scalar(7, "int32");
  const context = new GraphContext(
    graph,
    {
      parameter(parameter) {
        const { value, handle } = variables.variable(parameter.name, parameter.shape);
        return { name: value, variable: { parameter, handle: () => handle } };
      },
      isLearning: () => mode.isLearning ?? false,
      usesBatchStatistics: () => mode.usesBatchStatistics ?? false,
      drops: () => mode.drops ?? false,
      seed,
    },
    ({ role }) => role !== "statistic",
  );
  const feeds: HostArray[] = [];
  const placeholders: string[] = [];
  const values = inputs.map((input, i) => {
    const parameter = asParameters[i];
    if (parameter) return context.parameter(parameter);
    const dtype = typeOf(input.data);
    const placeholder = graph.placeholder({ dtype, shape: input.shape.map(() => -1) });
    placeholders.push(placeholder);
    feeds.push(input);
    return context.value(placeholder);
  });
  const output = apply(values);
  const found = context.gradients(context.apply(weightedSumOperation, [output], {}));
  const learning = all.filter(({ role }) => role !== "statistic");
  const gradients = learning.map((parameter) => {
    const gradient = found.get(parameter);
    assert.ok(gradient, `a gradient with respect to ${parameter.name}`);
    return whole(graph, gradient, parameter);
  });
  const connect = variables.finish();
  const session = startSession(graph.nodes);
  const access = connect(session);
  const valuesOf = ({ name, shape, values: data }: Parameter) => [name, { shape, data }] as const;
  access.write(new Map(all.map(valuesOf)));
  const forward = session.call(placeholders, [context.nodeOf(output)]);
  const backward = session.call(placeholders, [context.nodeOf(output), ...gradients]);
  return {
    learning,
    all() {
      const [output, ...gradients] = backward(feeds);
      return { output, gradients };
    },
    /** The output where a parameter has other numbers. */
    outputWith({ name, shape, values }: Parameter, data: Float32Array) {
      access.write(new Map([[name, { shape, data }]]));
      const [output] = forward(feeds);
      access.write(new Map([[name, { shape, data: values }]]));
      return output;
    },
    dispose: () => session.dispose(),
  };
}

function runComposition(
  apply: Applied,
  inputs: readonly CheckedInput[],
  { shape }: HostArray,
  { mode = {}, parameters = [] }: CheckOptions,
) {
  const asParameters = inputs.map(inputParameter);
  const all = [...asParameters.filter((parameter) => parameter !== undefined), ...parameters];
  const learning = all.filter(({ role }) => role !== "statistic");
  return tf.tidy(() => {
    const fixedTensors = parameterTensors(all);
    const run = (tensors: readonly TF.Tensor[]) => {
      const moved = learning.map((parameter, i) => [parameter, tensors[i]] as const);
      const context = Object.assign(new TensorContext(new Map([...fixedTensors, ...moved])), {
        isLearning: () => mode.isLearning ?? false,
        usesBatchStatistics: () => mode.usesBatchStatistics ?? false,
        drops: () => mode.drops ?? false,
      });
      const values = inputs.map(({ data, shape }, i) => {
        const parameter = asParameters[i];
        if (parameter) return context.parameter(parameter);
        const dtype = data instanceof Float32Array ? "float32" : "int32";
        return context.value(tf.tensor(data, [...shape], dtype));
      });
      return context.tensorOf(apply(values));
    };
    const size = shape.reduce((product, n) => product * n, 1);
    const weights = tf.tensor(lossWeights(size), [...shape]);
    const points = learning.map((parameter) => fixedTensors.get(parameter) as TF.Tensor);
    const loss = (...tensors: TF.Tensor[]) => tf.sum(run(tensors).mul(weights));
    const gradients = points.length === 0 ? [] : tf.grads(loss)(points);
    const toHost = (tensor: TF.Tensor) => ({ shape: tensor.shape, data: tensor.dataSync() });
    return { output: toHost(run(points)), gradients: gradients.map(toHost) };
  });
}

function inputParameter({ learning, shape, data }: CheckedInput, i: number): Parameter | undefined {
  if (!learning) return undefined;
  return { name: `input ${i}`, role: "weight", shape, values: data as Float32Array };
}

function typeOf(data: HostArray["data"]): HostType {
  if (data instanceof Float32Array) return "float32";
  return data instanceof Int32Array ? "int32" : "uint8";
}

/** The loss that gradients are taken of: a sum in which every output has a weight of its own. */
const weightedSumOperation: Operation<object> = {
  name: "weightedSum",
  write(graph, [x]) {
    const shape = graph.shapeOf(x.name);
    const size = graph.node("Size", [x.name], { ...FLOAT, out_type: attr.type("int32") });
    const limits = [graph.scalar(0, "int32"), size, graph.scalar(1, "int32")];
    const range = graph.node("Range", limits, { Tidx: attr.type("int32") });
    const indices = graph.node("Cast", [range], {
      SrcT: attr.type("int32"),
      DstT: attr.type("float32"),
    });
    const weights = graph.reshape(graph.node("Cos", [indices]), shape);
    const flat = graph.reshape(graph.node("Mul", [x.name, weights]), graph.ints([-1]));
    return {
      output: graph.node("Sum", [flat, graph.ints([0])], { ...FLOAT, Tidx: attr.type("int32") }),
      gradient: (dy) => [graph.node("Mul", [weights, dy])],
    };
  },
  compose: ([x]) => x.mul(tf.tensor(lossWeights(x.size), x.shape)).sum(),
};

function lossWeights(size: number): Float32Array {
  return Float32Array.from({ length: size }, (_, i) => Math.cos(i));
}

function weightedSum({ data }: HostArray): number {
  return Array.from(data).reduce((sum, value, i) => sum + value * Math.cos(i), 0);
}

/** The gradient of every row, also where only some were read. */
function whole(graph: GraphWriter, gradient: Gradient, { shape }: Parameter): string {
  if (typeof gradient === "string") return graph.node("Identity", [gradient]);
  const rows = [gradient.rows, gradient.ids, graph.scalar(shape[0], "int32")];
  return graph.node("UnsortedSegmentSum", rows, {
    ...FLOAT,
    Tindices: attr.type("int32"),
    Tnumsegments: attr.type("int32"),
  });
}

function assertClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  what: string,
): void {
  assert.equal(actual.length, expected.length, `number of ${what}`);
  const largest = Math.max(1, ...Array.from(expected, Math.abs));
  for (let i = 0; i < expected.length; i++) {
    const near = Math.abs(actual[i] - expected[i]) <= tolerance * largest;
    assert.ok(near, `${what} differ at ${i}: ${actual[i]} and ${expected[i]}`);
  }
}
