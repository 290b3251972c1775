/**
 * What a tagger sees of each token: word vectors, a table of words, spelling and casing.
 *
 * @module
 */
import {
  add,
  Block,
  type Context,
  concatLast,
  embedding,
  embeddingUniform,
  gatherRows,
  type InputSpecs,
  type InputValues,
  type Random,
  type Value,
  zeros,
} from "@mltl/core";
import { z } from "zod";
import { CASINGS } from "../features/casing.js";
import { CHARACTER_INPUTS, type CharacterValues, characterCnn } from "./character-cnn.js";

/** Options of a network that say what it sees. */
export const wordFeatureSettings = {
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
  /** Share of numbers that is lost in training: of characters, and of the layers' inputs and outputs. */
  dropout: z.number().min(0).max(0.9).default(0.5),
};

const settingsSchema = z.strictObject(wordFeatureSettings);

type Options = z.infer<typeof settingsSchema>;

const PER_TOKEN = { dtype: "int32", shape: [-1, -1] } as const;

/** One way of seeing a token. */
interface Feature {
  readonly block?: Block;
  readonly inputs: InputSpecs;
  readonly width: number;
  /** `[time, batch, width]` */
  read(context: Context, inputs: InputValues): Value;
}

/** All that is known of each token, side by side. */
export function wordFeatures(options: Options, random: Random) {
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
