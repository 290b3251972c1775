/**
 * Word language models in two directions, on a tagger's own blocks: each direction's states predict
 * the next word in its order of reading (Peters et al. 2017 and 2018, section 3.1).
 *
 * @module
 */
import {
  Block,
  type Context,
  denseLayer,
  dropout,
  gatherRows,
  type InputSpecs,
  type InputValues,
  type Loss,
  type Network,
  networkOptions,
  type Random,
  registerNetwork,
  reshape,
  sparseSoftmaxCrossEntropy,
  type Value,
} from "@mltl/core";
import { z } from "zod";
import type { WordReading } from "../features/encode-sentences.js";
import { buildEncoder } from "../network/encoders.js";
import { wordFeatureSettings, wordFeatures } from "../network/word-features.js";

/** Of a known phrase, each token's numbers say how it goes on: they would tell what is predicted. */
const { gazetteers: _, ...sightSettings } = wordFeatureSettings;

const optionsSchema = z.strictObject({
  ...sightSettings,
  /** Units a direction. One layer: states of a second one would have seen what they predict. */
  units: z.number().int().positive().default(128),
  /** Whether the steps of a sentence lose the same numbers, as in a tagger. */
  dropTogether: z.boolean().default(true),
  /** Classes that are predicted: the border and words. */
  classes: z.number().int().positive(),
});

/** A language model's network. */
export interface LanguageNetwork extends Network {
  /** What it asks of words beside its inputs. */
  readonly reading: WordReading;
  /** Mean negative log-probability, natural, of the classes `expected` at `places`. */
  readonly likelihood: Loss;
}

const LIST = { dtype: "int32", shape: [-1] } as const;

/** Encoders, by the architecture that is named after them. */
const ENCODERS = { "bilstm-language": "bilstm", "bigru-language": "bigru" } as const;

/**
 * Blocks: those of the tagger of that name, `words` (with a vocabulary), `characters`, `casing`,
 * `encoder`, and `language`, one softmax for both directions. Output: logits `[places, classes]`.
 *
 * Inputs: the tagger's, and `places`, int32 `[n]`: which of the states `[time, batch, direction]`
 * predict, as `encodePredictions` numbers them.
 */
export function buildLanguageNetwork(
  architecture: keyof typeof ENCODERS,
  given: Record<string, unknown>,
  random: Random,
): LanguageNetwork {
  const options = networkOptions(optionsSchema, architecture, given);
  const { units, classes, dropout: rate } = options;
  const drop = (x: Value, block: Block) =>
    dropout(x, block, { rate, together: options.dropTogether ? [0] : [] });
  const features = wordFeatures({ ...options, gazetteers: 0 }, random);
  const encoder = buildEncoder(
    { encoder: ENCODERS[architecture], units, layers: 1 },
    { inputs: features.width, random, drop },
  );
  const language = new Block("language", random);
  const logits = denseLayer(language, "logits", units, classes, "predicted");

  const forward = (context: Context, inputs: InputValues): Value => {
    const states = encoder.encode(features.read(context, inputs), inputs.lengths);
    const dropped = reshape(drop(states, language), [-1, units]);
    return logits(gatherRows(dropped, inputs.places, units));
  };
  const inputs: InputSpecs = { lengths: LIST, ...features.inputs, places: LIST };
  return {
    architecture,
    options: given,
    blocks: [...features.blocks, ...encoder.blocks, language],
    reading: features.reading,
    inputs,
    forward,
    likelihood: {
      inputs: { ...inputs, expected: LIST },
      loss: (context, values) =>
        sparseSoftmaxCrossEntropy(forward(context, values), values.expected),
    },
  };
}

for (const architecture of Object.keys(ENCODERS) as (keyof typeof ENCODERS)[]) {
  registerNetwork(architecture, (given, random) =>
    buildLanguageNetwork(architecture, given, random),
  );
}
