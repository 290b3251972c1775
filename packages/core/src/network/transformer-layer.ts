/**
 * A layer of a Transformer over padded sequences (Vaswani et al. 2017, section 3), normalised before
 * each of its halves (Xiong et al. 2020), which learns without a warm-up.
 *
 * @module
 */
import type { Value } from "../operation/operation.js";
import { attention } from "../ops/attention.js";
import { dropout } from "../ops/dropout.js";
import { add, relu } from "../ops/elementwise.js";
import { embedding } from "../ops/embedding.js";
import { layerNorm } from "../ops/layer-norm.js";
import { relativePositions } from "../ops/relative-positions.js";
import { fromRows, toRows } from "../ops/reshape.js";
import { sequenceMask } from "../ops/sequence-mask.js";
import { transpose } from "../ops/transpose.js";
import type { Block } from "./block.js";
import { denseLayer } from "./dense.js";
import { zeros } from "./initializers.js";

export interface TransformerLayerOptions {
  /** A multiple of `heads`. */
  readonly width: number;
  readonly heads: number;
  /** Units of the inner layer of the second half. */
  readonly inner: number;
  /** Steps that are further apart than this count as this far. */
  readonly farthest: number;
  /** Share of what each half adds that is dropped. */
  readonly dropout: number;
}

/** A layer: its parameters live in a block; applied to `[time, batch, width]`. */
export type TransformerLayer = (x: Value, lengths: Value) => Value;

/**
 * Adds the layer to a block. Each head has a score for each distance and direction between two steps,
 * added to those of the contents (Raffel et al. 2020, section 2.1; that entities need the direction:
 * Yan et al. 2019). Nothing attends to what follows a sequence's end.
 */
export function transformerLayer(
  block: Block,
  name: string,
  { width, heads, inner, farthest, dropout: rate }: TransformerLayerOptions,
): TransformerLayer {
  const normed = normLayer(block, `${name}/attention/norm`, width);
  const [queries, keys, values, joined] = ["queries", "keys", "values", "output"].map((part) =>
    denseLayer(block, `${name}/attention/${part}`, width, width),
  );
  const distances = block.weight(`${name}/attention/distances`, [2 * farthest + 1, heads], zeros);
  const normedInner = normLayer(block, `${name}/inner/norm`, width);
  const rise = denseLayer(block, `${name}/inner/rise`, width, inner);
  const fall = denseLayer(block, `${name}/inner/fall`, inner, width);
  const drop = (x: Value) => dropout(x, block, { rate });
  return (x, lengths) => {
    const { context } = x;
    const seen = normed(x);
    const rows = toRows(seen, width);
    /** `[batch, time, width]` */
    const bySentence = (of: (rows: Value) => Value) =>
      transpose(fromRows(of(rows), seen, width), [1, 0, 2]);
    const apart = relativePositions(x, { farthest });
    const bias = transpose(embedding(context.parameter(distances), apart, heads), [2, 0, 1]);
    const attended = attention(
      {
        queries: bySentence(queries),
        keys: bySentence(keys),
        values: bySentence(values),
        mask: sequenceMask(x, lengths),
        bias,
      },
      { heads, size: width / heads },
    );
    const steps = toRows(transpose(attended, [1, 0, 2]), width);
    const informed = add(x, fromRows(drop(joined(steps)), x, width));
    const thought = fall(relu(rise(toRows(normedInner(informed), width))));
    return add(informed, fromRows(drop(thought), x, width));
  };
}

/** Adds a normalisation of each step to a block. */
export function normLayer(block: Block, name: string, width: number): (x: Value) => Value {
  const { gamma, beta } = block.layerNorm(name, width);
  return (x) => layerNorm(x, x.context.parameter(gamma), x.context.parameter(beta));
}
