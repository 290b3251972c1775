/**
 * The taggers: word vectors, character CNN and casing into recurrent layers, scored by a CRF (Lample
 * et al. 2016; Ma & Hovy 2016).
 *
 * @module
 */
import {
  Block,
  biGru,
  biLstm,
  type Context,
  type CrfMask,
  type CrfScores,
  crfMarginalNll,
  crfNll,
  denseLayer,
  dropout,
  fromRows,
  type InputSpecs,
  type InputValues,
  type Loss,
  maskScores,
  type Network,
  networkOptions,
  type Parameter,
  type Random,
  registerNetwork,
  toRows,
  type Value,
  zeros,
} from "@mltl/core";
import { z } from "zod";
import { bioesMask, bioesTags } from "../scheme/tag-scheme.js";
import { wordFeatureSettings, wordFeatures } from "./word-features.js";

export const BILSTM_CRF = "bilstm-crf";
const BIGRU_CRF = "bigru-crf";

const optionsSchema = z.strictObject({
  types: z.array(z.string()).min(1),
  ...wordFeatureSettings,
  /** Units a direction, of each layer. */
  units: z.number().int().positive().default(128),
  /** Recurrent layers, one reading the states of the one before. */
  layers: z.number().int().positive().default(1),
  /**
   * Whether the steps of a sentence lose the same numbers of the layers' inputs and outputs
   * (variational dropout, Gal & Ghahramani 2016), or each step its own.
   */
  dropTogether: z.boolean().default(true),
});

/** A tagger's network, and its CRF. */
export interface TaggerNetwork extends Network {
  readonly tags: readonly string[];
  /** What the tag scheme allows. */
  readonly mask: CrfMask;
  readonly crf: Readonly<Record<"start" | "transitions" | "end", Parameter>>;
  /**
   * Mean negative log-likelihood of the gold tags, a sentence. Takes, beside the network's inputs,
   * `gold`, int32 `[time, batch]`.
   */
  readonly likelihood: Loss;
  /**
   * The same for sentences of which only some types are annotated: -log of the probability of all
   * taggings that fit. Takes `allowed`, int32 `[time, batch, tags]`, 1 for tags a token may have.
   */
  readonly partialLikelihood: Loss;
  /** What the CRF decodes with: its present scores, and the mask's. */
  scores(valuesOf: (parameter: Parameter) => Float32Array): CrfScores;
}

const PER_TOKEN = { dtype: "int32", shape: [-1, -1] } as const;

/** Adds a layer of two directions to a block. */
type RecurrentLayer = typeof biLstm;

/**
 * Blocks: `words` (with a vocabulary), `characters`, `casing`, `encoder`, with more layers `encoder/2`
 * and so on, `head` (emissions), `crf`. Output: emissions `[time, batch, tags]` in the order of
 * `bioesTags(types)`.
 *
 * Inputs, int32 and time first unless said otherwise: `lengths` `[batch]`; `spelling`: which of the
 * batch's distinct words each token is; those of the character CNN; `vectors`, float32
 * `[time, batch, vectorWidth]`; `words`: rows of the vocabulary; `casing`.
 */
export function buildBilstmCrf(given: Record<string, unknown>, random: Random): TaggerNetwork {
  return buildTagger(BILSTM_CRF, biLstm, given, random);
}

/** The same with gated recurrent units (Cho et al. 2014) in place of the LSTM's. */
export function buildBigruCrf(given: Record<string, unknown>, random: Random): TaggerNetwork {
  return buildTagger(BIGRU_CRF, biGru, given, random);
}

function buildTagger(
  architecture: string,
  recurrentLayer: RecurrentLayer,
  given: Record<string, unknown>,
  random: Random,
): TaggerNetwork {
  const options = networkOptions(optionsSchema, architecture, given);
  const tags = bioesTags(options.types);
  const mask = bioesMask(tags);
  const features = wordFeatures(options, random);
  const { units, dropout: rate } = options;
  const layerName = architecture === BILSTM_CRF ? "lstm" : "gru";
  const encoder = Array.from({ length: options.layers }, (_, i) => {
    const block = new Block(i === 0 ? "encoder" : `encoder/${i + 1}`, random);
    const inputs = i === 0 ? features.width : 2 * units;
    return { block, ...recurrentLayer(block, layerName, inputs, units) };
  });
  const head = new Block("head", random);
  const emissions = denseLayer(head, "emissions", 2 * units, tags.length, "tag");
  const crfBlock = new Block("crf", random);
  const ofTags = { axes: ["tag"] };
  const crf = {
    start: crfBlock.weight("start", [tags.length], zeros, ofTags),
    transitions: crfBlock.weight("transitions", [tags.length, tags.length], zeros, {
      axes: ["tag", "tag"],
    }),
    end: crfBlock.weight("end", [tags.length], zeros, ofTags),
  };
  const drop = (x: Value, block: Block) =>
    dropout(x, block, { rate, together: options.dropTogether ? [0] : [] });

  const forward = (context: Context, inputs: InputValues): Value => {
    let states = features.read(context, inputs);
    for (const { block, apply } of encoder) states = apply(drop(states, block), inputs.lengths);
    states = drop(states, head);
    return fromRows(emissions(toRows(states, 2 * units)), states, tags.length);
  };
  const valuesOf = (context: Context) => ofCrf(crf, (parameter) => context.parameter(parameter));
  const inputs: InputSpecs = { lengths: { dtype: "int32", shape: [-1] }, ...features.inputs };
  return {
    architecture,
    options: given,
    blocks: [...features.blocks, ...encoder.map(({ block }) => block), head, crfBlock],
    inputs,
    tags,
    mask,
    crf,
    forward,
    likelihood: {
      inputs: { ...inputs, gold: PER_TOKEN },
      loss(context, values) {
        const { gold, lengths } = values;
        return crfNll(forward(context, values), valuesOf(context), gold, lengths, { mask });
      },
    },
    partialLikelihood: {
      inputs: { ...inputs, allowed: { dtype: "int32", shape: [-1, -1, tags.length] } },
      loss(context, values) {
        const { allowed, lengths } = values;
        const emissions = forward(context, values);
        return crfMarginalNll(emissions, valuesOf(context), allowed, lengths, { mask });
      },
    },
    scores: (valuesOf) => maskScores(ofCrf(crf, valuesOf), mask),
  };
}

/** Something of each of the CRF's parameters. */
function ofCrf<T>({ start, transitions, end }: TaggerNetwork["crf"], of: (p: Parameter) => T) {
  return { start: of(start), transitions: of(transitions), end: of(end) };
}

registerNetwork(BILSTM_CRF, buildBilstmCrf);
registerNetwork(BIGRU_CRF, buildBigruCrf);
