/**
 * The tagger: word vectors, character CNN and casing into a BiLSTM, scored by a CRF (Lample et al.
 * 2016; Ma & Hovy 2016).
 *
 * @module
 */
import {
  add,
  Block,
  biLstm,
  type Context,
  type CrfMask,
  type CrfScores,
  concatLast,
  crfMarginalNll,
  crfNll,
  denseLayer,
  dropout,
  embedding,
  embeddingUniform,
  fromRows,
  gatherRows,
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
import { CASINGS } from "../features/casing.js";
import { bioesMask, bioesTags } from "../scheme/tag-scheme.js";
import { CHARACTER_INPUTS, type CharacterValues, characterCnn } from "./character-cnn.js";

export const BILSTM_CRF = "bilstm-crf";

const optionsSchema = z.strictObject({
  types: z.array(z.string()).min(1),
  /** Width of word vectors that are fed and stay as they are; 0 for none. */
  vectorWidth: z.number().int().nonnegative().default(0),
  /** Rows and width of a table of words that is trained; 0 rows for none. */
  vocabularySize: z.number().int().nonnegative().default(0),
  wordWidth: z.number().int().positive().default(100),
  /**
   * Whether the table's rows are added to the fed vectors, at 0 to begin with, instead of standing
   * beside them: vectors that are tuned, of the words met in training, and others as they were.
   */
  tuned: z.boolean().default(false),
  /** Characters of the alphabet, padding and unknown not counted. */
  alphabetSize: z.number().int().positive(),
  characterWidth: z.number().int().positive().default(30),
  characterFilters: z.number().int().positive().default(50),
  /** Width of the table of casings; 0 for none. */
  casingWidth: z.number().int().nonnegative().default(8),
  /** LSTM units a direction. */
  units: z.number().int().positive().default(128),
  dropout: z.number().min(0).max(0.9).default(0.5),
  /**
   * Whether the steps of a sentence lose the same numbers of the LSTM's inputs and outputs
   * (variational dropout, Gal & Ghahramani 2016), or each step its own.
   */
  dropTogether: z.boolean().default(true),
});

type Options = z.infer<typeof optionsSchema>;

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

/**
 * Blocks: `words` (with a vocabulary), `characters`, `casing`, `encoder`, `head` (emissions), `crf`.
 * Output: emissions `[time, batch, tags]` in the order of `bioesTags(types)`.
 *
 * Inputs, int32 and time first unless said otherwise: `lengths` `[batch]`; `spelling`: which of the
 * batch's distinct words each token is; those of the character CNN; `vectors`, float32
 * `[time, batch, vectorWidth]`; `words`: rows of the vocabulary; `casing`.
 */
export function buildBilstmCrf(given: Record<string, unknown>, random: Random): TaggerNetwork {
  const options = networkOptions(optionsSchema, BILSTM_CRF, given);
  const tags = bioesTags(options.types);
  const mask = bioesMask(tags);
  const features = wordFeatures(options, random);
  const { units, dropout: rate } = options;
  const encoder = new Block("encoder", random);
  const recurrent = biLstm(encoder, "lstm", features.width, units);
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
    const x = drop(features.read(context, inputs), encoder);
    const states = drop(recurrent.apply(x, inputs.lengths), head);
    return fromRows(emissions(toRows(states, 2 * units)), states, tags.length);
  };
  const valuesOf = (context: Context) => ofCrf(crf, (parameter) => context.parameter(parameter));
  const inputs: InputSpecs = { lengths: { dtype: "int32", shape: [-1] }, ...features.inputs };
  return {
    architecture: BILSTM_CRF,
    options: given,
    blocks: [...features.blocks, encoder, head, crfBlock],
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

/** One way of seeing a token. */
interface Feature {
  readonly block?: Block;
  readonly inputs: InputSpecs;
  readonly width: number;
  /** `[time, batch, width]` */
  read(context: Context, inputs: InputValues): Value;
}

/** All that is known of each token, side by side. */
function wordFeatures(options: Options, random: Random) {
  const words = [
    ...(options.vectorWidth > 0 ? [fedVectors(options)] : []),
    ...(options.vocabularySize > 0 ? [trainedWords(options, random)] : []),
  ];
  const features = [
    ...(options.tuned && words.length === 2 ? [summed(words)] : words),
    spelling(options, random),
    ...(options.casingWidth > 0 ? [casings(options, random)] : []),
  ];
  return {
    blocks: features.flatMap(({ block }) => block ?? []),
    inputs: Object.assign({}, ...features.map(({ inputs }) => inputs)) as InputSpecs,
    width: features.reduce((sum, { width }) => sum + width, 0),
    read: (context: Context, inputs: InputValues) =>
      concatLast(
        features.map(({ read }) => read(context, inputs)),
        3,
      ),
  };
}

function fedVectors({ vectorWidth: width }: Options): Feature {
  return {
    inputs: { vectors: { dtype: "float32", shape: [-1, -1, width] } },
    width,
    read: (_, { vectors }) => vectors,
  };
}

/** The sum of features of one width. */
function summed(features: readonly Feature[]): Feature {
  return {
    block: features.find(({ block }) => block)?.block,
    inputs: Object.assign({}, ...features.map(({ inputs }) => inputs)),
    width: features[0].width,
    read: (context, inputs) =>
      features.map(({ read }) => read(context, inputs)).reduce((sum, x) => add(sum, x)),
  };
}

function trainedWords(options: Options, random: Random): Feature {
  const { vocabularySize, vectorWidth, tuned } = options;
  const block = new Block("words", random);
  const width = tuned ? vectorWidth : options.wordWidth;
  const table = block.weight("table", [vocabularySize, width], tuned ? zeros : embeddingUniform, {
    axes: ["word", undefined],
  });
  return {
    block,
    inputs: { words: PER_TOKEN },
    width,
    read: (context, { words }) => embedding(context.parameter(table), words, width),
  };
}

function spelling(options: Options, random: Random): Feature {
  const { characterFilters: filters } = options;
  const block = new Block("characters", random);
  const read = characterCnn(block, {
    ids: options.alphabetSize + 2,
    width: options.characterWidth,
    filters,
    dropout: options.dropout,
  });
  return {
    block,
    inputs: { ...CHARACTER_INPUTS, spelling: PER_TOKEN },
    width: filters,
    read: (_, inputs) => gatherRows(read(inputs as CharacterValues), inputs.spelling, filters),
  };
}

function casings({ casingWidth: width }: Options, random: Random): Feature {
  const block = new Block("casing", random);
  const table = block.weight("table", [CASINGS.length, width], embeddingUniform);
  return {
    block,
    inputs: { casing: PER_TOKEN },
    width,
    read: (context, { casing }) => embedding(context.parameter(table), casing, width),
  };
}

registerNetwork(BILSTM_CRF, buildBilstmCrf);
