/**
 * Operations on each number alone.
 *
 * @module
 */
import { tf } from "../engine/tensorflow.js";
import type { Operation, Value } from "../operation/operation.js";

/** max(x, 0) */
export function relu(x: Value): Value {
  return x.context.apply(reluOperation, [x], {});
}

/** tanh(x) */
export function tanh(x: Value): Value {
  return x.context.apply(tanhOperation, [x], {});
}

/** 1 / (1 + exp(-x)) */
export function sigmoid(x: Value): Value {
  return x.context.apply(sigmoidOperation, [x], {});
}

/** a + b, of the same shape */
export function add(a: Value, b: Value): Value {
  return a.context.apply(addOperation, [a, b], {});
}

/** a * b, of the same shape */
export function multiply(a: Value, b: Value): Value {
  return a.context.apply(multiplyOperation, [a, b], {});
}

/** x * factor */
export function scale(x: Value, factor: number): Value {
  return x.context.apply(scaleOperation, [x], { factor });
}

export const reluOperation: Operation<object> = {
  name: "relu",
  write(graph, [x]) {
    const output = graph.node("Relu", [x.name]);
    return { output, gradient: (dy) => [graph.node("ReluGrad", [dy, output])] };
  },
  compose: ([x]) => tf.relu(x),
};

export const tanhOperation: Operation<object> = {
  name: "tanh",
  write(graph, [x]) {
    const output = graph.node("Tanh", [x.name]);
    return { output, gradient: (dy) => [graph.node("TanhGrad", [output, dy])] };
  },
  compose: ([x]) => tf.tanh(x),
};

export const sigmoidOperation: Operation<object> = {
  name: "sigmoid",
  write(graph, [x]) {
    const output = graph.node("Sigmoid", [x.name]);
    return { output, gradient: (dy) => [graph.node("SigmoidGrad", [output, dy])] };
  },
  compose: ([x]) => tf.sigmoid(x),
};

export const addOperation: Operation<object> = {
  name: "add",
  write: (graph, [a, b]) => ({
    output: graph.node("AddV2", [a.name, b.name]),
    gradient: (dy) => [dy, dy],
  }),
  compose: ([a, b]) => tf.add(a, b),
};

export const multiplyOperation: Operation<object> = {
  name: "multiply",
  write: (graph, [a, b]) => ({
    output: graph.node("Mul", [a.name, b.name]),
    gradient: (dy) => [graph.node("Mul", [dy, b.name]), graph.node("Mul", [dy, a.name])],
  }),
  compose: ([a, b]) => tf.mul(a, b),
};

export const scaleOperation: Operation<{ factor: number }> = {
  name: "scale",
  write(graph, [x], { factor }) {
    const times = (value: string) => graph.node("Mul", [value, graph.scalar(factor)]);
    return { output: times(x.name), gradient: (dy) => [times(dy)] };
  },
  compose: ([x], { factor }) => tf.mul(x, factor),
};
