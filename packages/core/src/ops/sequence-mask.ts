/**
 * What belongs to the sequences of a padded batch, and what is padding.
 *
 * @module
 */
import type * as TF from "@tensorflow/tfjs";
import { tf } from "../engine/tensorflow.js";
import { arithmetic } from "../graph/arithmetic.js";
import { attr } from "../graph/attribute.js";
import type { GraphWriter } from "../graph/graph-writer.js";
import type { Operation, Value } from "../operation/operation.js";

/**
 * int32 `[batch, time]`: 1 for the steps of each sequence of `x` `[time, batch, width]`, 0 for padding.
 *
 * @param lengths - int32 `[batch]`, each 0..time
 */
export function sequenceMask(x: Value, lengths: Value): Value {
  return x.context.apply(sequenceMaskOperation, [x, lengths], {});
}

/**
 * `x` `[time, batch, width]` with 0 for padding, so that what reads across steps finds there what it
 * finds beyond the batch. Nothing goes back through padding.
 *
 * @param lengths - int32 `[batch]`, each 0..time
 */
export function clearPadding(x: Value, lengths: Value): Value {
  return x.context.apply(clearPaddingOperation, [x, lengths], {});
}

/** bool `[time, batch]`: whether a step is within its sequence. */
export function writeWithin(graph: GraphWriter, time: string, lengths: string): string {
  const { less, reshape } = arithmetic(graph, "int32");
  return less(reshape(graph.rangeTo(time), graph.ints([-1, 1])), lengths);
}

const sequenceMaskOperation: Operation<object> = {
  name: "sequenceMask",
  write(graph, [x, lengths]) {
    const { from } = arithmetic(graph, "int32");
    const within = from(writeWithin(graph, graph.sizeOf(x.name, 0), lengths.name), "bool");
    const Tperm = attr.type("int32");
    const order = graph.ints([1, 0]);
    return { output: graph.node("Transpose", [within, order], { T: Tperm, Tperm }) };
  },
  compose: ([x, lengths]) => within(x, lengths).transpose(),
};

const clearPaddingOperation: Operation<object> = {
  name: "clearPadding",
  write(graph, [x, lengths]) {
    const { from, mul } = arithmetic(graph, "float32");
    const within = from(writeWithin(graph, graph.sizeOf(x.name, 0), lengths.name), "bool");
    const ones = graph.node("ExpandDims", [within, graph.scalar(-1, "int32")], {
      T: attr.type("float32"),
      Tdim: attr.type("int32"),
    });
    return { output: mul(x.name, ones), gradient: (dy) => [mul(dy, ones), undefined] };
  },
  compose: ([x, lengths]) => x.mul(within(x, lengths).cast("float32").expandDims(-1)),
};

/** int32 `[time, batch]` */
function within(x: TF.Tensor, lengths: TF.Tensor): TF.Tensor {
  const steps = tf.range(0, x.shape[0], 1, "int32").expandDims(1);
  return tf.less(steps, lengths).cast("int32");
}
