/**
 * The tagger: word vectors, character CNN and casing into a BiLSTM, scored by a CRF (Lample et al.
 * 2016; Ma & Hovy 2016).
 *
 * @module
 */
import {
  Block,
  biLstm,
  type CrfMask,
  crfLoss,
  dense,
  dropout,
  embeddingUniform,
  type ForwardMode,
  glorotUniform,
  isLearning,
  type Network,
  type Random,
  registerNetwork,
  tf,
  zeros,
} from "@mltl/core";
import type * as TF from "@tensorflow/tfjs";
import { z } from "zod";
import { CASINGS } from "../features/casing.js";
import { MAX_CHARACTERS, type TaggerInput } from "../features/encode-sentences.js";
import { bioesMask, bioesTags } from "../scheme/tag-scheme.js";

export const BILSTM_CRF = "bilstm-crf";

const optionsSchema = z.strictObject({
  types: z.array(z.string()).min(1),
  /** Width of the word vectors. */
  vectorWidth: z.number().int().positive(),
  /** Characters of the alphabet, padding and unknown not counted. */
  alphabetSize: z.number().int().positive(),
  characterWidth: z.number().int().positive().default(30),
  characterFilters: z.number().int().positive().default(50),
  casingWidth: z.number().int().positive().default(8),
  /** LSTM units a direction. */
  units: z.number().int().positive().default(128),
  dropout: z.number().min(0).max(0.9).default(0.5),
});

/** A tagger's network, and its CRF. */
export interface TaggerNetwork extends Network<TaggerInput> {
  readonly tags: readonly string[];
  /** What the tag scheme allows. */
  readonly mask: CrfMask;
  readonly crf: { start: TF.Variable; transitions: TF.Variable; end: TF.Variable };
  /** Mean negative log-likelihood a sentence of gold tag indices. */
  loss(input: TaggerInput, gold: readonly ArrayLike<number>[], mode: ForwardMode): TF.Scalar;
}

/** Added to the filters' outputs where a word has ended, so that the maximum passes over it. */
const PAST_END = -1e4;

/**
 * Blocks: `characters`, `casing`, `encoder`, `head` (emissions), `crf`. Output: emissions
 * [time, batch, tags] in the order of `bioesTags(types)`.
 */
export function buildBilstmCrf(given: Record<string, unknown>, random: Random): TaggerNetwork {
  const options = optionsSchema.parse(given);
  const { characterWidth, characterFilters, casingWidth, units, vectorWidth } = options;
  const tags = bioesTags(options.types);
  const mask = bioesMask(tags);

  const characters = new Block("characters", random);
  const letterTable = characters.weight(
    "table",
    [options.alphabetSize + 2, characterWidth],
    embeddingUniform,
  ) as TF.Tensor2D;
  const filters = characters.weight(
    "kernel",
    [1, 3, characterWidth, characterFilters],
    glorotUniform,
  ) as TF.Tensor4D;
  const filterBias = characters.bias("bias", [characterFilters]);
  const casing = new Block("casing", random);
  const casingTable = casing.weight(
    "table",
    [CASINGS.length, casingWidth],
    embeddingUniform,
  ) as TF.Tensor2D;
  const encoder = new Block("encoder", random);
  const inputs = vectorWidth + characterFilters + casingWidth;
  const recurrent = biLstm(encoder, "lstm", inputs, units);
  const head = new Block("head", random);
  const emissions = dense(head, "emissions", 2 * units, tags.length);
  const crfBlock = new Block("crf", random);
  const crf = {
    start: crfBlock.weight("start", [tags.length], zeros),
    transitions: crfBlock.weight("transitions", [tags.length, tags.length], zeros),
    end: crfBlock.weight("end", [tags.length], zeros),
  };

  const drop = <T extends TF.Tensor>(
    x: T,
    block: Block,
    mode: ForwardMode,
    maskShape?: number[],
  ): T => (isLearning(block, mode) ? dropout(x, options.dropout, mode.random, maskShape) : x);

  const readWords = (input: TaggerInput, mode: ForwardMode): TF.Tensor2D => {
    const ids = tf.tensor1d(input.characters, "int32");
    const letters = drop(tf.gather(letterTable, ids), characters, mode);
    const padded = tf
      .equal(ids, 0)
      .cast("float32")
      .mul(PAST_END)
      .reshape([input.words, 1, MAX_CHARACTERS, 1]);
    const x = letters.reshape([input.words, 1, MAX_CHARACTERS, characterWidth]) as TF.Tensor4D;
    return tf
      .conv2d(x, filters, 1, "same")
      .add(padded)
      .max([1, 2])
      .add(filterBias)
      .relu() as TF.Tensor2D;
  };

  const forward = (input: TaggerInput, mode: ForwardMode): TF.Tensor3D => {
    const { time, batch } = input;
    const words = tf.gather(readWords(input, mode), tf.tensor1d(input.wordIndex, "int32"));
    const casings = tf.gather(casingTable, tf.tensor1d(input.casing, "int32"));
    const vectors = tf.tensor2d(input.vectors, [time * batch, vectorWidth]);
    const joined = tf
      .concat([vectors, words, casings], 1)
      .reshape([time, batch, inputs]) as TF.Tensor3D;
    const x = drop(joined, encoder, mode, [1, batch, inputs]);
    const states = recurrent.apply(x, input.lengths);
    const y = drop(states, head, mode, [1, batch, 2 * units]);
    return emissions
      .apply(y.reshape([time * batch, 2 * units]))
      .reshape([time, batch, tags.length]);
  };

  return {
    architecture: BILSTM_CRF,
    options: given,
    blocks: [characters, casing, encoder, head, crfBlock],
    tags,
    mask,
    crf,
    forward,
    loss: (input, gold, mode) => crfLoss(forward(input, mode), crf as never, mask, gold),
  };
}

registerNetwork(BILSTM_CRF, buildBilstmCrf as never);
