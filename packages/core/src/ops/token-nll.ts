/**
 * Negative log-likelihood of labels that are each chosen on their own.
 *
 * @module
 */
import type * as TF from "@tensorflow/tfjs";
import { tf } from "../engine/tensorflow.js";
import { arithmetic } from "../graph/arithmetic.js";
import { attr, FLOAT } from "../graph/attribute.js";
import { type GraphWriter, outputOf } from "../graph/graph-writer.js";
import type { Operation, Value } from "../operation/operation.js";
import { writeWithin } from "./sequence-mask.js";

/**
 * Mean negative log-likelihood of gold labels, a sequence, under a softmax of each step: a scalar.
 * It is `crfNll` with scores of 0. Steps past a sequence's length change neither loss nor gradient.
 *
 * @param emissions - `[time, batch, K]`
 * @param gold - int32 `[time, batch]`: label indices
 * @param lengths - int32 `[batch]`
 */
export function tokenNll(emissions: Value, gold: Value, lengths: Value): Value {
  return emissions.context.apply(tokenNllOperation, [emissions, gold, lengths], {});
}

/**
 * The same where each step's label is among those allowed, whichever it is: `crfMarginalNll` with
 * scores of 0.
 *
 * @param allowed - int32 `[time, batch, K]`: 1 for labels that a step may have, at least one, 0 for others
 */
export function tokenMarginalNll(emissions: Value, allowed: Value, lengths: Value): Value {
  return emissions.context.apply(tokenMarginalNllOperation, [emissions, allowed, lengths], {});
}

const tokenNllOperation: Operation<object> = {
  name: "tokenNll",
  write(graph, [emissions, gold, lengths]) {
    const { reshape, mul, sum } = arithmetic(graph, "float32");
    const shape = graph.shapeOf(emissions.name);
    const rows = writeRows(graph, emissions.name);
    const labels = graph.reshape(gold.name, graph.ints([-1]), "int32");
    const losses = graph.node("SparseSoftmaxCrossEntropyWithLogits", [rows, labels], {
      ...FLOAT,
      Tlabels: attr.type("int32"),
    });
    const shares = writeShares(graph, emissions.name, lengths.name);
    return {
      output: sum(mul(losses, reshape(shares, graph.ints([-1]))), [0]),
      gradient: (dy) => [
        reshape(mul(outputOf(losses, 1), mul(shares, dy)), shape),
        undefined,
        undefined,
      ],
    };
  },
  compose([emissions, gold, lengths]) {
    const labels = emissions.shape[2] as number;
    const chosen = tf.oneHot(gold as TF.Tensor2D, labels);
    return composeMean(tf.logSoftmax(emissions).mul(chosen).sum(2).neg(), lengths);
  },
};

const tokenMarginalNllOperation: Operation<object> = {
  name: "tokenMarginalNll",
  write(graph, [emissions, allowed, lengths]) {
    const { from, reshape, mul, sub, div, sum, log, maximum, constant } = arithmetic(
      graph,
      "float32",
    );
    const probabilities = graph.node("Softmax", [writeRows(graph, emissions.name)]);
    const open = from(writeRows(graph, allowed.name, "int32"), "int32");
    const among = mul(probabilities, open);
    const known = maximum(sum(among, [1], true), constant(LEAST));
    const shares = writeShares(graph, emissions.name, lengths.name);
    return {
      output: sum(mul(log(known), mul(shares, constant(-1))), [0, 1]),
      gradient(dy) {
        const slope = sub(probabilities, div(among, known));
        const shape = graph.shapeOf(emissions.name);
        return [reshape(mul(slope, mul(shares, dy)), shape), undefined, undefined];
      },
    };
  },
  compose([emissions, allowed, lengths]) {
    const known = tf.softmax(emissions).mul(allowed.cast("float32")).sum(2);
    return composeMean(tf.log(tf.maximum(known, LEAST)).neg(), lengths);
  },
};

/** Keeps the logarithm finite where all that is allowed is next to impossible. */
const LEAST = 1e-30;

/** `[time, batch, K]` to `[time * batch, K]`. */
function writeRows(graph: GraphWriter, x: string, dtype: "float32" | "int32" = "float32"): string {
  const { pack, constant } = arithmetic(graph, "int32");
  return graph.reshape(x, pack([constant(-1), graph.sizeOf(x, 2, dtype)]), dtype);
}

/** `[time * batch, 1]`: what a step's loss counts for, 0 for padding. */
function writeShares(graph: GraphWriter, emissions: string, lengths: string): string {
  const { from, div, reshape } = arithmetic(graph, "float32");
  const [time, batch] = [0, 1].map((axis) => graph.sizeOf(emissions, axis));
  const within = from(writeWithin(graph, time, lengths), "bool");
  return reshape(div(within, from(batch, "int32")), graph.ints([-1, 1]));
}

/** Of losses `[time, batch]`. */
function composeMean(losses: TF.Tensor, lengths: TF.Tensor): TF.Tensor {
  const [time, batch] = losses.shape;
  const steps = tf.range(0, time, 1, "int32").expandDims(1);
  const within = tf.less(steps, lengths).cast("float32");
  return losses
    .mul(within)
    .sum()
    .div(batch as number);
}
