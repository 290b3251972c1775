/**
 * Words by their letters: the last states of an LSTM that reads them forwards and of one that reads
 * them backwards (Lample et al. 2016, section 4.1).
 *
 * @module
 */
import {
  type Block,
  concatLast,
  dropout,
  embedding,
  embeddingUniform,
  gatherRows,
  type InputSpecs,
  lstmLayer,
  toRows,
  type Value,
} from "@mltl/core";

export interface CharacterLstmOptions {
  /** Rows of the table: padding, unknown, then the alphabet. */
  readonly ids: number;
  readonly width: number;
  /** Units a direction. */
  readonly units: number;
  readonly dropout: number;
}

/**
 * What it reads of a batch's distinct words:
 *
 * - `characters` `[n + 1]`: ids, word after word, then that of padding;
 * - `forwards`, `backwards` `[longest, words]`: the places of each word's characters in either order,
 *   n behind them;
 * - `lastOf` `[words]`: where among `longest * words` steps each word's last one is.
 */
export const SPELLED_INPUTS = {
  characters: { dtype: "int32", shape: [-1] },
  forwards: { dtype: "int32", shape: [-1, -1] },
  backwards: { dtype: "int32", shape: [-1, -1] },
  lastOf: { dtype: "int32", shape: [-1] },
} as const satisfies InputSpecs;

export type SpelledValues = Readonly<Record<keyof typeof SPELLED_INPUTS, Value>>;

/** Adds the layer to a block; it gives `[words, 2 * units]`. */
export function characterLstm(
  block: Block,
  { ids, width, units, dropout: rate }: CharacterLstmOptions,
): (inputs: SpelledValues) => Value {
  const table = block.weight("table", [ids, width], embeddingUniform, {
    axes: ["character", undefined],
  });
  const forward = lstmLayer(block, "lstm/forward", width, units);
  const backward = lstmLayer(block, "lstm/backward", width, units);
  return ({ characters, forwards, backwards, lastOf }) => {
    const { context } = characters;
    const letters = dropout(embedding(context.parameter(table), characters, width), block, {
      rate,
    });
    const last = (layer: (x: Value) => Value, places: Value) =>
      gatherRows(toRows(layer(gatherRows(letters, places, width)), units), lastOf, units);
    return concatLast([last(forward, forwards), last(backward, backwards)], 2);
  };
}
