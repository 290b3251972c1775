/**
 * Attention of several heads (Vaswani et al. 2017, section 3.2).
 *
 * @module
 */
import type * as TF from "@tensorflow/tfjs";
import { tf } from "../engine/tensorflow.js";
import { attr, FLOAT } from "../graph/attribute.js";
import type { Operation, Value } from "../operation/operation.js";

export interface AttentionOptions {
  readonly heads: number;
  /** Numbers of a head: the width is `heads * size`. */
  readonly size: number;
}

/** What attention is over. */
export interface AttentionInputs {
  /** `[batch, queries, width]` */
  readonly queries: Value;
  /** `[batch, keys, width]` each */
  readonly keys: Value;
  readonly values: Value;
  /** int32 `[batch, keys]`: 0 for padding, which nothing attends to, 1 for the rest. */
  readonly mask: Value;
  /** `[heads, queries, keys]`: added to the scores of every example, such as for relative positions. */
  readonly bias?: Value;
}

/** softmax(Q K^T / sqrt(size) + bias) V for each head, side by side: `[batch, queries, width]`. */
export function attention(
  { queries, keys, values, mask, bias }: AttentionInputs,
  options: AttentionOptions,
): Value {
  const inputs = [queries, keys, values, mask, ...(bias ? [bias] : [])];
  return queries.context.apply(attentionOperation, inputs, options);
}

/** What the score of padding is lowered by: its probability is 0 in float32. */
const PADDING_SCORE = 1e9;

const INT = attr.type("int32");
const TRANSPOSE = { ...FLOAT, Tperm: INT };
const BY_ROW = { ...FLOAT, Tidx: INT, keep_dims: attr.bool(true) };
const SUMMED = { ...FLOAT, Tidx: INT, keep_dims: attr.bool(false) };

const attentionOperation: Operation<AttentionOptions> = {
  name: "attention",
  write(graph, [queries, keys, values, mask, bias], { heads, size }) {
    const swap = (x: string) => graph.node("Transpose", [x, graph.ints([0, 2, 1, 3])], TRANSPOSE);
    const axis = graph.scalar(0, "int32");
    const [start, end, one] = [graph.ints([0]), graph.ints([2]), graph.ints([1])];
    const reshaped = (x: string, like: string, last: readonly number[]) => {
      const shape = graph.shapeOf(like);
      const leading = graph.node("StridedSlice", [shape, start, end, one], { T: INT, Index: INT });
      const target = graph.node("ConcatV2", [leading, graph.ints(last), axis], {
        N: attr.int(2),
        T: INT,
        Tidx: INT,
      });
      return graph.reshape(x, target);
    };
    /** `[batch, time, width]` to `[batch, heads, time, size]` */
    const split = (x: string) => swap(reshaped(x, x, [heads, size]));
    /** and back. */
    const join = (x: string) => {
      const swapped = swap(x);
      return reshaped(swapped, swapped, [heads * size]);
    };
    const matmul = (a: string, b: string, adjoint?: "adj_x" | "adj_y") =>
      graph.node(
        "BatchMatMulV2",
        [a, b],
        adjoint ? { ...FLOAT, [adjoint]: attr.bool(true) } : FLOAT,
      );
    const factor = graph.scalar(1 / Math.sqrt(size));

    const q = graph.node("Mul", [split(queries.name), factor]);
    const k = split(keys.name);
    const v = split(values.name);
    const real = graph.node("Cast", [mask.name], { SrcT: INT, DstT: attr.type("float32") });
    const lowered = graph.node("Mul", [
      graph.node("Sub", [real, graph.scalar(1)]),
      graph.scalar(PADDING_SCORE),
    ]);
    const insert = (x: string) =>
      graph.node("ExpandDims", [x, graph.scalar(1, "int32")], { ...FLOAT, Tdim: INT });
    const products = matmul(q, k, "adj_y");
    const biased = bias ? graph.node("AddV2", [products, bias.name]) : products;
    const scores = graph.node("AddV2", [biased, insert(insert(lowered))]);
    const shares = graph.node("Softmax", [scores]);
    return {
      output: join(matmul(shares, v)),
      gradient(dy) {
        const outer = split(dy);
        const toShares = matmul(outer, v, "adj_y");
        const weighted = graph.node("Mul", [toShares, shares]);
        const rowSum = graph.node("Sum", [weighted, graph.ints([-1])], BY_ROW);
        const toScores = graph.node("Sub", [weighted, graph.node("Mul", [shares, rowSum])]);
        return [
          join(graph.node("Mul", [matmul(toScores, k), factor])),
          join(matmul(toScores, q, "adj_x")),
          join(matmul(shares, outer, "adj_x")),
          undefined,
          ...(bias ? [graph.node("Sum", [toScores, graph.ints([0])], SUMMED)] : []),
        ];
      },
    };
  },
  compose([queries, keys, values, mask, bias], { heads, size }) {
    const split = (x: TF.Tensor) =>
      x.reshape([x.shape[0], x.shape[1] as number, heads, size]).transpose([0, 2, 1, 3]);
    const padding = tf.cast(mask, "float32").sub(1).mul(PADDING_SCORE).expandDims(1).expandDims(1);
    const q = split(queries).mul(1 / Math.sqrt(size));
    const products = tf.matMul(q, split(keys), false, true);
    const shares = tf.softmax((bias ? products.add(bias) : products).add(padding));
    const joined = tf.matMul(shares, split(values)).transpose([0, 2, 1, 3]);
    return joined.reshape([queries.shape[0], queries.shape[1] as number, heads * size]);
  },
};
