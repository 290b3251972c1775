/**
 * Our tagger, of the same form as peers/tagger_network.py, and the corpus as it reads it.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import {
  buildNetwork,
  type CrfScores,
  createTrainingProgram,
  crfDecode,
  type Feeds,
  type HostArray,
  type OptimizerOptions,
  randomStream,
  type TrainingProgram,
} from "@mltl/core";
import "@mltl/text/training";
import { alphabet } from "#text/features/encode-characters.js";
import { encodeSentences } from "#text/features/encode-sentences.js";
import { BILSTM_CRF, type TaggerNetwork } from "#text/network/tagger.js";
import type { BatchSize, Corpus } from "./corpus.js";

/** A batch as feeds, made before the clock starts, as the peer's tensors are. */
export interface TaggerBatch {
  readonly feeds: Feeds;
  readonly sentences: readonly number[];
  readonly lengths: readonly number[];
  readonly tokens: number;
}

/** Reads the file that both contenders share. */
export function readCorpus(file: string): Corpus {
  return JSON.parse(readFileSync(file, "utf8")) as Corpus;
}

/**
 * Trained words of 100, characters of 30 with 30 filters, 100 LSTM units a direction, a half dropped
 * of characters, inputs and outputs, each step its own.
 */
export function ourTagger(corpus: Corpus, seed: number): TaggerNetwork {
  const types = corpus.labels.flatMap((label) => (label.startsWith("B-") ? [label.slice(2)] : []));
  const options = {
    types,
    vocabularySize: corpus.words.length,
    wordWidth: 100,
    alphabetSize: corpus.characters.length,
    characterWidth: 30,
    characterFilters: 30,
    casingWidth: 0,
    units: 100,
    dropout: 0.5,
    dropTogether: false,
  };
  return buildNetwork(BILSTM_CRF, options, randomStream(seed, "weights")) as TaggerNetwork;
}

/** The batches of a split, in the file's order. */
export function encodeBatches(
  corpus: Corpus,
  split: "train" | "dev",
  size: BatchSize,
): TaggerBatch[] {
  const letters = alphabet(corpus.characters.join(""));
  const { sentences, batches } = corpus[split];
  return batches[size].map((indices) => {
    const chosen = indices.map((i) => sentences[i]);
    const words = chosen.map((sentence) => sentence.words.map((word) => corpus.words[word]));
    const { feeds, time, tokens } = encodeSentences(words, { letters });
    // Padding is a sentence's last word, so that no other word's row counts as read.
    const grid = (idsOf: (sentence: (typeof chosen)[number]) => readonly number[]) => {
      const data = new Int32Array(time * chosen.length);
      chosen.forEach((sentence, b) => {
        const ids = idsOf(sentence);
        for (let t = 0; t < time; t++) data[t * chosen.length + b] = ids[t] ?? ids.at(-1);
      });
      return { shape: [time, chosen.length], data };
    };
    return {
      feeds: { ...feeds, words: grid((s) => s.words), gold: grid((s) => s.labels) },
      sentences: indices,
      lengths: chosen.map((sentence) => sentence.words.length),
      tokens,
    };
  });
}

/** A training program over every block of the tagger. */
export function trainingOf(network: TaggerNetwork, optimizer: OptimizerOptions): TrainingProgram {
  return createTrainingProgram({
    network,
    losses: { tags: network.likelihood },
    predictions: { emissions: network },
    stages: [{ learning: new Map(network.blocks.map((block) => [block, 1])), optimizer }],
    average: false,
  });
}

/** The best label ids (Viterbi) of each sentence of a batch. */
export function decodeBatch(
  emissions: HostArray,
  lengths: readonly number[],
  scores: CrfScores,
): Int32Array[] {
  const labels = scores.start.length;
  return lengths.map((length, b) =>
    crfDecode(emissions.data as Float32Array, b * labels, lengths.length * labels, length, scores),
  );
}
