/**
 * Taggers: what is known of each token, an encoder, a head, each of them exchangeable.
 *
 * @module
 */
import {
  type Block,
  type Context,
  type CrfScores,
  dropout,
  type InputSpecs,
  type InputValues,
  type Loss,
  type Network,
  networkOptions,
  type Parameter,
  type Prediction,
  type Random,
  registerNetwork,
  type Value,
} from "@mltl/core";
import { z } from "zod";
import type { WordReading } from "../features/encode-sentences.js";
import {
  bigruSchema,
  bilstmSchema,
  buildEncoder,
  dilatedSchema,
  transformerSchema,
} from "./encoders.js";
import { HEADS, tagHead } from "./tag-head.js";
import { wordFeatureSettings, wordFeatures } from "./word-features.js";

/** The tagger whose encoder and head are options. */
export const TAGGER = "tagger";
/** The same with one encoder and a CRF, by the names that the papers give them. */
export const BILSTM_CRF = "bilstm-crf";
const BIGRU_CRF = "bigru-crf";

const typesSchema = z.array(z.string()).min(1);

const settings = {
  /** What is found; of several heads, by any of them. */
  types: typesSchema,
  /** Types of each of several heads over one encoder, by the head's name. */
  heads: z.record(z.string().min(1), typesSchema).optional(),
  ...wordFeatureSettings,
  /**
   * Whether the steps of a sentence lose the same numbers of the layers' inputs and outputs
   * (variational dropout, Gal & Ghahramani 2016), or each step its own.
   */
  dropTogether: z.boolean().default(true),
};

const withHead = { ...settings, head: z.enum(HEADS).default("crf") };

const taggerSchema = z.discriminatedUnion("encoder", [
  bilstmSchema.extend(withHead),
  bigruSchema.extend(withHead),
  dilatedSchema.extend(withHead),
  transformerSchema.extend(withHead),
]);

type TaggerOptions = z.infer<typeof taggerSchema>;

const bilstmCrfSchema = bilstmSchema.omit({ encoder: true }).extend(settings);
const bigruCrfSchema = bigruSchema.omit({ encoder: true }).extend(settings);

/** What finds entities of some types: emissions, what is learned of them, and how they are decoded. */
export interface TagHead extends Prediction {
  /** Of one among several. */
  readonly name?: string;
  readonly types: readonly string[];
  readonly tags: readonly string[];
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
  /** What is decoded with: the present scores of steps, and what the tag scheme allows. */
  scores(valuesOf: (parameter: Parameter) => Float32Array): CrfScores;
}

/** A tagger's network; what it gives is its first head's. */
export interface TaggerNetwork extends Network, TagHead {
  readonly blocks: Network["blocks"];
  /** All of them; most taggers have one. */
  readonly heads: readonly TagHead[];
  /** What it asks of words beside its inputs. */
  readonly reading: WordReading;
}

const PER_TOKEN = { dtype: "int32", shape: [-1, -1] } as const;

/**
 * Blocks: `words` (with a vocabulary), `characters`, `casing`, `affixes`, `encoder`, with more layers
 * `encoder/2` and so on, `head` (emissions), `crf`; of several heads `head/NAME`, `crf/NAME`. Output:
 * emissions `[time, batch, tags]` in the order of `bioesTags(types)`.
 *
 * Inputs: `lengths`, int32 `[batch]`, and those of the features.
 */
export function buildTagger(given: Record<string, unknown>, random: Random): TaggerNetwork {
  const options = networkOptions(taggerSchema, TAGGER, { encoder: "bilstm", ...given });
  return assemble(TAGGER, given, options, random);
}

/** A tagger of LSTMs and a CRF (Lample et al. 2016; Ma & Hovy 2016). */
export function buildBilstmCrf(given: Record<string, unknown>, random: Random): TaggerNetwork {
  const options = networkOptions(bilstmCrfSchema, BILSTM_CRF, given);
  return assemble(BILSTM_CRF, given, { ...options, encoder: "bilstm", head: "crf" }, random);
}

/** The same with gated recurrent units (Cho et al. 2014) in place of the LSTM's. */
export function buildBigruCrf(given: Record<string, unknown>, random: Random): TaggerNetwork {
  const options = networkOptions(bigruCrfSchema, BIGRU_CRF, given);
  return assemble(BIGRU_CRF, given, { ...options, encoder: "bigru", head: "crf" }, random);
}

function assemble(
  architecture: string,
  given: Record<string, unknown>,
  options: TaggerOptions,
  random: Random,
): TaggerNetwork {
  const { types, heads: named, head: kind, dropout: rate } = options;
  const together = options.dropTogether ? [0] : [];
  const drop = (x: Value, block: Block) => dropout(x, block, { rate, together });
  const features = wordFeatures(options, random);
  const encoder = buildEncoder(options, { inputs: features.width, random, drop });
  const shared = [...features.blocks, ...encoder.blocks];
  const inputs: InputSpecs = { lengths: { dtype: "int32", shape: [-1] }, ...features.inputs };
  const buildHead = (types: readonly string[], name?: string): TagHead => {
    const layers = tagHead({ name, kind, types, inputs: encoder.width, random });
    const forward = (context: Context, values: InputValues): Value => {
      const states = encoder.encode(features.read(context, values), values.lengths);
      return layers.emissions(drop(states, layers.blocks[0]));
    };
    const { tags } = layers;
    return {
      ...{ name, types, tags, inputs, forward },
      blocks: [...shared, ...layers.blocks],
      likelihood: {
        inputs: { ...inputs, gold: PER_TOKEN },
        loss: (context, values) =>
          layers.nll(forward(context, values), values.gold, values.lengths),
      },
      partialLikelihood: {
        inputs: { ...inputs, allowed: { dtype: "int32", shape: [-1, -1, tags.length] } },
        loss: (context, values) =>
          layers.marginalNll(forward(context, values), values.allowed, values.lengths),
      },
      scores: layers.scores,
    };
  };
  const heads = named
    ? Object.entries(named).map(([name, types]) => buildHead(types, name))
    : [buildHead(types)];
  return {
    ...heads[0],
    architecture,
    options: given,
    blocks: [...new Set(heads.flatMap(({ blocks }) => blocks))],
    heads,
    reading: features.reading,
  };
}

registerNetwork(TAGGER, buildTagger);
registerNetwork(BILSTM_CRF, buildBilstmCrf);
registerNetwork(BIGRU_CRF, buildBigruCrf);
