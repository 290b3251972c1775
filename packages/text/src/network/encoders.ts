/**
 * Encoders: what a tagger learns of each token from those around it. All give a sentence the same
 * states alone and beside longer ones.
 *
 * @module
 */
import {
  Block,
  biGru,
  biLstm,
  denseLayer,
  dilatedConvolution,
  fromRows,
  normLayer,
  type Random,
  toRows,
  transformerLayer,
  type Value,
} from "@mltl/core";
import { z } from "zod";

const count = z.number().int().positive();

const recurrent = {
  /** Units a direction, of each layer. */
  units: count.default(128),
  /** Layers, one reading the states of the one before. */
  layers: count.default(1),
};

/** LSTMs of both directions (Lample et al. 2016; Ma & Hovy 2016). */
export const bilstmSchema = z.strictObject({ encoder: z.literal("bilstm"), ...recurrent });

/** Gated recurrent units (Cho et al. 2014) of both directions. */
export const bigruSchema = z.strictObject({ encoder: z.literal("bigru"), ...recurrent });

/**
 * Iterated dilated convolutions (Strubell et al. 2017): one layer over the features, then a stack
 * that is run over its own output, with the same weights each time.
 */
export const dilatedSchema = z.strictObject({
  encoder: z.literal("dilated"),
  /** Filters of each layer. */
  units: count.default(128),
  /** How far the layers of the stack reach, each. */
  dilations: z.array(count).min(1).default([1, 2, 1]),
  /** Times that the stack is run. */
  iterations: count.default(2),
});

/** Layers of a Transformer, with scores for distance and direction in place of positions. */
export const transformerSchema = z.strictObject({
  encoder: z.literal("transformer"),
  layers: count.default(2),
  attentionHeads: count.default(4),
  /** Numbers of a head: a state has those of all heads. */
  attentionUnits: count.default(32),
  /** Units of the inner layer of each layer's second half. */
  innerUnits: count.default(256),
  /** Tokens that are further apart than this count as this far. */
  farthest: count.default(16),
  /** Share of what each half of a layer adds that is lost in training. */
  layerDropout: z.number().min(0).max(0.9).default(0.1),
});

type EncoderOptions =
  | z.infer<typeof bilstmSchema>
  | z.infer<typeof bigruSchema>
  | z.infer<typeof dilatedSchema>
  | z.infer<typeof transformerSchema>;

type OptionsOf<Name extends EncoderOptions["encoder"]> = Extract<EncoderOptions, { encoder: Name }>;

/** Blocks `encoder`, with more layers `encoder/2` and so on. */
export interface Encoder {
  readonly blocks: readonly Block[];
  /** Numbers of a state. */
  readonly width: number;
  /**
   * @param features - `[time, batch, inputs]`
   * @param lengths - int32 `[batch]`
   * @returns `[time, batch, width]`; what stands in padding is of no use
   */
  encode(features: Value, lengths: Value): Value;
}

/** What an encoder is built with. */
interface EncoderParts {
  /** Numbers of a token's features. */
  readonly inputs: number;
  readonly random: Random;
  /** The dropout of layers' inputs. */
  readonly drop: (x: Value, block: Block) => Value;
}

/** Builds the encoder that the options name. */
export function buildEncoder(options: EncoderOptions, parts: EncoderParts): Encoder {
  switch (options.encoder) {
    case "bilstm":
      return recurrentEncoder("lstm", biLstm, options, parts);
    case "bigru":
      return recurrentEncoder("gru", biGru, options, parts);
    case "dilated":
      return dilatedEncoder(options, parts);
    case "transformer":
      return transformerEncoder(options, parts);
  }
}

/** Blocks of so many layers. */
function layerBlocks(layers: number, random: Random): Block[] {
  return Array.from(
    { length: layers },
    (_, i) => new Block(i === 0 ? "encoder" : `encoder/${i + 1}`, random),
  );
}

function recurrentEncoder(
  name: string,
  recurrentLayer: typeof biLstm,
  { units, layers }: OptionsOf<"bilstm" | "bigru">,
  { inputs, random, drop }: EncoderParts,
): Encoder {
  const width = 2 * units;
  const encoder = layerBlocks(layers, random).map((block, i) => {
    return { block, ...recurrentLayer(block, name, i === 0 ? inputs : width, units) };
  });
  return {
    blocks: encoder.map(({ block }) => block),
    width,
    encode: (features, lengths) =>
      encoder.reduce((states, { block, apply }) => apply(drop(states, block), lengths), features),
  };
}

function dilatedEncoder(
  { units, dilations, iterations }: OptionsOf<"dilated">,
  { inputs, random, drop }: EncoderParts,
): Encoder {
  const [first, ...stacked] = layerBlocks(1 + dilations.length, random);
  const read = dilatedConvolution(first, "convolution", { inputs, units, dilation: 1 });
  const stack = stacked.map((block, i) =>
    dilatedConvolution(block, "convolution", { inputs: units, units, dilation: dilations[i] }),
  );
  return {
    blocks: [first, ...stacked],
    width: units,
    encode(features, lengths) {
      let states = read(drop(features, first), lengths);
      for (let i = 0; i < iterations; i++) {
        states = stack.reduce((x, layer) => layer(x, lengths), drop(states, stacked[0]));
      }
      return states;
    },
  };
}

function transformerEncoder(
  options: OptionsOf<"transformer">,
  { inputs, random, drop }: EncoderParts,
): Encoder {
  const { attentionHeads: heads, attentionUnits, innerUnits: inner, farthest } = options;
  const width = heads * attentionUnits;
  const blocks = layerBlocks(options.layers, random);
  const [first] = blocks;
  const read = denseLayer(first, "features", inputs, width);
  const layers = blocks.map((block) =>
    transformerLayer(block, "layer", {
      ...{ width, heads, inner, farthest },
      dropout: options.layerDropout,
    }),
  );
  const normed = normLayer(blocks[blocks.length - 1], "norm", width);
  return {
    blocks,
    width,
    encode(features, lengths) {
      const rows = read(toRows(drop(features, first), inputs));
      const begin = fromRows(rows, features, width);
      return normed(layers.reduce((states, layer) => layer(states, lengths), begin));
    },
  };
}
