/**
 * Word language models in two directions, on a tagger's own blocks: each direction's states predict
 * the next word in its order of reading (Peters et al. 2017 and 2018, section 3.1).
 *
 * @module
 */
import {
  Block,
  biGru,
  biLstm,
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
import { wordFeatureSettings, wordFeatures } from "../network/word-features.js";

const optionsSchema = z.strictObject({
  ...wordFeatureSettings,
  /** Units a direction. One layer: states of a second one would have seen what they predict. */
  units: z.number().int().positive().default(128),
  /** Whether the steps of a sentence lose the same numbers, as in a tagger. */
  dropTogether: z.boolean().default(true),
  /** Classes that are predicted: the border and words. */
  classes: z.number().int().positive(),
});

/** A language model's network. */
export interface LanguageNetwork extends Network {
  /** Mean negative log-probability, natural, of the classes `expected` at `places`. */
  readonly likelihood: Loss;
}

const LIST = { dtype: "int32", shape: [-1] } as const;

/** Layers by the architecture that is named after them, and what a tagger's block calls them. */
const RECURRENT = {
  "bilstm-language": { name: "lstm", layer: biLstm },
  "bigru-language": { name: "gru", layer: biGru },
} as const;

/**
 * Blocks: those of the tagger of that name, `words` (with a vocabulary), `characters`, `casing`,
 * `encoder`, and `language`, one softmax for both directions. Output: logits `[places, classes]`.
 *
 * Inputs: the tagger's, and `places`, int32 `[n]`: which of the states `[time, batch, direction]`
 * predict, as `encodePredictions` numbers them.
 */
export function buildLanguageNetwork(
  architecture: keyof typeof RECURRENT,
  given: Record<string, unknown>,
  random: Random,
): LanguageNetwork {
  const options = networkOptions(optionsSchema, architecture, given);
  const { units, classes, dropout: rate } = options;
  const features = wordFeatures(options, random);
  const encoder = new Block("encoder", random);
  const { name, layer } = RECURRENT[architecture];
  const recurrent = layer(encoder, name, features.width, units);
  const language = new Block("language", random);
  const logits = denseLayer(language, "logits", units, classes, "predicted");
  const drop = (x: Value, block: Block) =>
    dropout(x, block, { rate, together: options.dropTogether ? [0] : [] });

  const forward = (context: Context, inputs: InputValues): Value => {
    const seen = drop(features.read(context, inputs), encoder);
    const states = drop(recurrent.apply(seen, inputs.lengths), language);
    return logits(gatherRows(reshape(states, [-1, units]), inputs.places, units));
  };
  const inputs: InputSpecs = { lengths: LIST, ...features.inputs, places: LIST };
  return {
    architecture,
    options: given,
    blocks: [...features.blocks, encoder, language],
    inputs,
    forward,
    likelihood: {
      inputs: { ...inputs, expected: LIST },
      loss: (context, values) =>
        sparseSoftmaxCrossEntropy(forward(context, values), values.expected),
    },
  };
}

for (const architecture of Object.keys(RECURRENT) as (keyof typeof RECURRENT)[]) {
  registerNetwork(architecture, (given, random) =>
    buildLanguageNetwork(architecture, given, random),
  );
}
