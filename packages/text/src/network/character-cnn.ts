/**
 * Words by their letters: a convolution over the characters of each distinct word of a batch and
 * its maximum over the word (Ma & Hovy 2016, section 2.1).
 *
 * @module
 */
import {
  type Block,
  dense,
  dropout,
  embedding,
  embeddingUniform,
  gatherRows,
  glorotUniform,
  type InputSpecs,
  pad,
  relu,
  reshape,
  segmentMax,
  type Value,
} from "@mltl/core";

export interface CharacterCnnOptions {
  /** Rows of the table: padding, unknown, then the alphabet. */
  readonly ids: number;
  readonly width: number;
  readonly filters: number;
  readonly dropout: number;
}

/**
 * What it reads; the words of a batch stand one after the other, nothing is spent on padding them:
 *
 * - `characters` `[n + 1]`: ids, then that of padding;
 * - `windows` `[n, 3]`: for each character the places of the one before, of itself and of the one
 *   behind it; n is padding, n + 1 nothing;
 * - `wordOf` `[n]`: which of the distinct words each character belongs to, ascending.
 */
export const CHARACTER_INPUTS = {
  characters: { dtype: "int32", shape: [-1] },
  windows: { dtype: "int32", shape: [-1, 3] },
  wordOf: { dtype: "int32", shape: [-1] },
} as const satisfies InputSpecs;

export type CharacterValues = Readonly<Record<keyof typeof CHARACTER_INPUTS, Value>>;

/** A layer: gives `[words, filters]`. */
export type CharacterCnn = (inputs: CharacterValues) => Value;

/** Adds the layer to a block. */
export function characterCnn(
  block: Block,
  { ids, width, filters, dropout: rate }: CharacterCnnOptions,
): CharacterCnn {
  const table = block.weight("table", [ids, width], embeddingUniform, {
    axes: ["character", undefined],
  });
  const kernel = block.weight("kernel", [1, 3, width, filters], glorotUniform);
  const bias = block.bias("bias", [filters]);
  return ({ characters, windows, wordOf }) => {
    const { context } = characters;
    const letters = dropout(embedding(context.parameter(table), characters, width), block, {
      rate,
    });
    const withNothing = pad(letters, [
      [0, 1],
      [0, 0],
    ]);
    const around = reshape(gatherRows(withNothing, windows, width), [-1, 3 * width]);
    const weights = reshape(context.parameter(kernel), [3 * width, filters]);
    return relu(segmentMax(dense(around, weights, context.parameter(bias)), wordOf));
  };
}
