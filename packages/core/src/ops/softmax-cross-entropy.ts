/**
 * Losses of classification.
 *
 * @module
 */
import type * as TF from "@tensorflow/tfjs";
import { tf } from "../engine/tensorflow.js";
import { arithmetic } from "../graph/arithmetic.js";
import { attr, FLOAT } from "../graph/attribute.js";
import { outputOf } from "../graph/graph-writer.js";
import type { Operation, OperationWriter, Value } from "../operation/operation.js";

/**
 * Mean cross-entropy of target distributions `[rows, classes]` under softmax of logits
 * `[rows, classes]`; a scalar.
 *
 * @param weights - `[rows]`: what each row counts for in the mean; all the same when left out
 */
export function softmaxCrossEntropy(logits: Value, targets: Value, weights?: Value): Value {
  const inputs = weights ? [logits, targets, weights] : [logits, targets];
  return logits.context.apply(softmaxCrossEntropyOperation, inputs, {});
}

/** The same where each row has one right class: int32 `classes` `[rows]`. */
export function sparseSoftmaxCrossEntropy(logits: Value, classes: Value): Value {
  return logits.context.apply(sparseSoftmaxCrossEntropyOperation, [logits, classes], {});
}

/** Probabilities of each row. */
export function softmax(logits: Value): Value {
  return logits.context.apply(softmaxOperation, [logits], {});
}

export const softmaxCrossEntropyOperation: Operation<object> = {
  name: "softmaxCrossEntropy",
  write: (graph, [logits, targets, weights]) =>
    meanOfRows(
      graph,
      graph.node("SoftmaxCrossEntropyWithLogits", [logits.name, targets.name]),
      weights?.name,
    ),
  compose: ([logits, targets, weights]) => {
    const rows = targets
      .mul(tf.logSoftmax(logits as TF.Tensor2D))
      .sum(1)
      .neg();
    return weights ? rows.mul(weights).sum().div(weights.sum()) : rows.mean();
  },
};

export const sparseSoftmaxCrossEntropyOperation: Operation<object> = {
  name: "sparseSoftmaxCrossEntropy",
  write: (graph, [logits, classes]) =>
    meanOfRows(
      graph,
      graph.node("SparseSoftmaxCrossEntropyWithLogits", [logits.name, classes.name], {
        ...FLOAT,
        Tlabels: attr.type("int32"),
      }),
    ),
  compose: ([logits, classes]) => {
    const depth = logits.shape[1] as number;
    const targets = tf.oneHot(classes as TF.Tensor1D, depth);
    return targets
      .mul(tf.logSoftmax(logits as TF.Tensor2D))
      .sum(1)
      .mean()
      .neg();
  },
};

export const softmaxOperation: Operation<object> = {
  name: "softmax",
  write: (graph, [logits]) => ({ output: graph.node("Softmax", [logits.name]) }),
  compose: ([logits]) => tf.softmax(logits),
};

/** `node` gives losses `[rows]` and, as its second output, their gradients `[rows, classes]`. */
function meanOfRows(graph: OperationWriter, node: string, weights?: string) {
  const { sum, mul, div, fill, constant, reshape } = arithmetic(graph, "float32");
  const counting = weights ?? fill(graph.shapeOf(node), constant(1));
  const shares = div(counting, sum(counting, [0]));
  return {
    output: sum(mul(node, shares), [0]),
    gradient(dy: string) {
      const column = reshape(mul(shares, dy), graph.ints([-1, 1]));
      return [mul(outputOf(node, 1), column), undefined, undefined];
    },
  };
}
