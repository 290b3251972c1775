/**
 * Activations that follow a convolution or a normalisation within one operation.
 *
 * @module
 */
import type * as TF from "@tensorflow/tfjs";
import { tf } from "../engine/tensorflow.js";
import { attr, FLOAT } from "../graph/attribute.js";
import type { GraphWriter } from "../graph/graph-writer.js";

/**
 * `relu6` is min(max(x, 0), 6); `leakyRelu` is x above 0 and {@link LEAK} x below; `swish` is
 * x / (1 + exp(-x)) (Ramachandran et al. 2017).
 */
export type Activation = "linear" | "relu" | "relu6" | "leakyRelu" | "swish";

/** The slope of `leakyRelu` below zero, that of YOLO (arXiv:1506.02640, section 2.2). */
const LEAK = 0.1;

/** An activation in a graph. */
interface WrittenActivation {
  readonly output: string;
  /** From the gradient of the output to that of the input. */
  gradient(dy: string): string;
}

export function writeActivation(
  graph: GraphWriter,
  x: string,
  activation: Activation,
): WrittenActivation {
  switch (activation) {
    case "linear":
      return { output: x, gradient: (dy) => dy };
    case "relu": {
      const output = graph.node("Relu", [x]);
      return { output, gradient: (dy) => graph.node("ReluGrad", [dy, output]) };
    }
    case "relu6": {
      const output = graph.node("Relu6", [x]);
      return { output, gradient: (dy) => graph.node("Relu6Grad", [dy, output]) };
    }
    case "leakyRelu": {
      const attributes = { ...FLOAT, alpha: attr.float(LEAK) };
      return {
        output: graph.node("LeakyRelu", [x], attributes),
        gradient: (dy) => graph.node("LeakyReluGrad", [dy, x], attributes),
      };
    }
    case "swish": {
      const gate = graph.node("Sigmoid", [x]);
      return {
        output: graph.node("Mul", [x, gate]),
        gradient: (dy) =>
          graph.node("AddV2", [
            graph.node("Mul", [dy, gate]),
            graph.node("SigmoidGrad", [gate, graph.node("Mul", [dy, x])]),
          ]),
      };
    }
  }
}

export function composeActivation<T extends TF.Tensor>(x: T, activation: Activation): T {
  switch (activation) {
    case "linear":
      return x;
    case "relu":
      return tf.relu(x);
    case "relu6":
      return tf.relu6(x);
    case "leakyRelu":
      return tf.leakyRelu(x, LEAK);
    case "swish":
      return x.mul(tf.sigmoid(x));
  }
}

/** What tfjs's fused operations call it; `swish`, which they don't know, has to follow them. */
export function fusedActivation(activation: Activation) {
  const name = {
    linear: "linear",
    relu: "relu",
    relu6: "relu6",
    leakyRelu: "leakyrelu",
    swish: "linear",
  } as const;
  return { activation: name[activation], leakyreluAlpha: LEAK };
}
