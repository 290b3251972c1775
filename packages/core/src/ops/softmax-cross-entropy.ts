/**
 * Losses of classification.
 *
 * @module
 */
import type * as TF from "@tensorflow/tfjs";
import { tf } from "../engine/tensorflow.js";
import { attr, FLOAT } from "../graph/attribute.js";
import type { Operation, OperationWriter, Value } from "../operation/operation.js";

/**
 * Mean cross-entropy of target distributions `[rows, classes]` under softmax of logits
 * `[rows, classes]`; a scalar.
 */
export function softmaxCrossEntropy(logits: Value, targets: Value): Value {
  return logits.context.apply(softmaxCrossEntropyOperation, [logits, targets], {});
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
  write: (graph, [logits, targets]) =>
    meanOfRows(graph, graph.node("SoftmaxCrossEntropyWithLogits", [logits.name, targets.name])),
  compose: ([logits, targets]) => {
    const rows = targets.mul(tf.logSoftmax(logits as TF.Tensor2D)).sum(1);
    return rows.mean().neg();
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
function meanOfRows(graph: OperationWriter, node: string) {
  const mean = graph.node("Mean", [node, graph.ints([0])], {
    ...FLOAT,
    Tidx: attr.type("int32"),
  });
  return {
    output: mean,
    gradient(dy: string) {
      const count = graph.node(
        "Cast",
        [
          graph.node("Size", [node], {
            ...FLOAT,
            out_type: attr.type("int32"),
          }),
        ],
        { SrcT: attr.type("int32"), DstT: attr.type("float32") },
      );
      const share = graph.node("Div", [dy, count]);
      return [graph.node("Mul", [`${node}:1`, share]), undefined];
    },
  };
}
