/**
 * What a tagger sees of each token: word vectors, a table of words, spelling, casing, affixes and
 * gazetteers.
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
  MltlError,
  type Random,
  reshape,
  type Value,
  zeros,
} from "@mltl/core";
import { z } from "zod";
import { AFFIXES } from "../features/affixes.js";
import { CASINGS } from "../features/casing.js";
import { CHARACTER_READINGS } from "../features/encode-characters.js";
import type { WordReading } from "../features/encode-sentences.js";
import { GAZETTEER_PLACES } from "../features/gazetteer-lists.js";
import { CHARACTER_INPUTS, type CharacterValues, characterCnn } from "./character-cnn.js";
import { characterLstm, SPELLED_INPUTS, type SpelledValues } from "./character-lstm.js";

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
  /** What reads the characters: a convolution, an LSTM of both directions, or nothing. */
  characters: z.enum(CHARACTER_READINGS).default("cnn"),
  characterWidth: z.number().int().positive().default(30),
  /** Of the convolution. */
  characterFilters: z.number().int().positive().default(50),
  /** Of the LSTM, a direction. */
  characterUnits: z.number().int().positive().default(25),
  /** Width of the table of casings; 0 for none. */
  casingWidth: z.number().int().nonnegative().default(8),
  /** Width of the table of beginnings and ends of words, of 2 to 4 characters each; 0 for none. */
  affixWidth: z.number().int().nonnegative().default(0),
  /** Rows of that table; affixes are dealt to them by hash, and some share one. */
  affixRows: z.number().int().min(2).default(5000),
  /** Lists of known phrases; each token has four numbers of each. */
  gazetteers: z.number().int().nonnegative().default(0),
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
    ...(options.characters === "none" ? [] : [spelling(options, random)]),
    ...(options.casingWidth > 0 ? [casings(options, random)] : []),
    ...(options.affixWidth > 0 ? [affixes(options, random)] : []),
    ...(options.gazetteers > 0 ? [gazetteers(options)] : []),
  ];
  if (features.length === 0) {
    throw new MltlError(
      "E_BAD_PLAN",
      "Expected a tagger to see something of words, received nothing",
      {
        hint: "Give it vectors, a vocabulary, characters, casing or affixes.",
      },
    );
  }
  const reading: WordReading = {
    characters: options.characters,
    affixRows: options.affixWidth > 0 ? options.affixRows : 0,
  };
  return {
    reading,
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
  const block = new Block("characters", random);
  const { alphabetSize, characterWidth: width, dropout } = options;
  const table = { ids: alphabetSize + 2, width, dropout };
  if (options.characters === "lstm") {
    const { characterUnits: units } = options;
    const read = characterLstm(block, { ...table, units });
    return ofDistinctWords(block, SPELLED_INPUTS, 2 * units, (inputs) =>
      read(inputs as SpelledValues),
    );
  }
  const { characterFilters: filters } = options;
  const read = characterCnn(block, { ...table, filters });
  return ofDistinctWords(block, CHARACTER_INPUTS, filters, (inputs) =>
    read(inputs as CharacterValues),
  );
}

function affixes({ affixRows, affixWidth }: Options, random: Random): Feature {
  const block = new Block("affixes", random);
  const table = block.weight("table", [affixRows, affixWidth], embeddingUniform);
  const width = AFFIXES * affixWidth;
  const inputs = { affixes: { dtype: "int32", shape: [-1, AFFIXES] } } as const;
  return ofDistinctWords(block, inputs, width, ({ affixes }) =>
    reshape(embedding(affixes.context.parameter(table), affixes, affixWidth), [-1, width]),
  );
}

/** What is computed of a batch's distinct words, `[words, width]`, dealt to their tokens. */
function ofDistinctWords(
  block: Block,
  inputs: InputSpecs,
  width: number,
  read: (inputs: InputValues) => Value,
): Feature {
  return {
    block,
    inputs: { ...inputs, spelling: PER_TOKEN },
    width,
    read: (_, inputs) => gatherRows(read(inputs), inputs.spelling, width),
  };
}

function gazetteers({ gazetteers: lists }: Options): Feature {
  const width = GAZETTEER_PLACES * lists;
  return {
    inputs: { gazetteers: { dtype: "float32", shape: [-1, -1, width] } },
    width,
    read: (_, { gazetteers }) => gazetteers,
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
