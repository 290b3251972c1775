/**
 * What the blocks of a tagger cost: tokens a second of processor time, learning and tagging, over the
 * same sentences made by chance, one thread. Written as a table.
 *
 *     node benchmarks/dist/speed/tagger/block-speeds.js
 *
 * @module
 */
import {
  buildNetwork,
  createPredictor,
  createTrainingProgram,
  loadEngine,
  parameterCount,
  randomStream,
} from "@mltl/core";
import "@mltl/text/training";
import { alphabet } from "#text/features/encode-characters.js";
import type { WordFeatures } from "#text/features/encode-sentences.js";
import { gazetteerLists, type ListedPhrase } from "#text/features/gazetteer-lists.js";
import { quantizeVectors } from "#text/features/vector-quantizer.js";
import type { TaggerNetwork } from "#text/network/tagger.js";
import { createTagger } from "#text/tag/tagger-model.js";
import type { NamedSentence } from "#text/train/sentence-batches.js";
import { sentenceObjective } from "#text/train/sentence-objective.js";

const TYPES = ["PER", "LOC", "ORG", "MISC"];
const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const BATCH = 32;
const ROUNDS = 3;

const BLOCKS: readonly (readonly [name: string, options: Record<string, unknown>])[] = [
  ["encoder: bilstm", {}],
  ["encoder: bigru", { encoder: "bigru" }],
  ["encoder: dilated", { encoder: "dilated" }],
  ["encoder: transformer", { encoder: "transformer" }],
  ["characters: lstm", { characters: "lstm" }],
  ["characters: none", { characters: "none" }],
  ["affixWidth: 8", { affixWidth: 8 }],
  ["three gazetteers", { gazetteers: 3 }],
  ["head: softmax", { head: "softmax" }],
];

/** 512 sentences of 5 to 45 words, rare words as rare as Zipf has them. */
function sentencesByChance(): { words: string[]; sentences: NamedSentence[] } {
  const random = randomStream("block-speeds");
  const letter = () => LETTERS[random.integer(LETTERS.length)];
  const words = Array.from({ length: 5000 }, () =>
    Array.from({ length: 2 + random.integer(9) }, letter).join(""),
  );
  const sentences = Array.from({ length: 512 }, (_, i) => {
    const length = 5 + random.integer(41);
    const start = random.integer(length - 1);
    return {
      id: String(i),
      words: Array.from({ length }, () => words[Math.floor(words.length ** random.next())]),
      spans: [{ type: TYPES[random.integer(TYPES.length)], start, end: start + 1 }],
    };
  });
  return { words, sentences };
}

/** Tokens a second of processor time. */
function timed(tokens: number, run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return tokens / ((user + system) / 1e6);
}

function speeds(network: TaggerNetwork, sentences: readonly NamedSentence[], given: WordFeatures) {
  const features = { ...given, reading: network.reading };
  const options = { batch: BATCH, hideVector: 0, hideRow: 0, lowerCase: 0, upperCase: 0 };
  const objective = sentenceObjective(network, sentences, features, options, 1);
  const program = createTrainingProgram({
    network,
    losses: { tags: objective },
    predictions: {},
    stages: [
      {
        learning: new Map(network.blocks.map((block) => [block, 1])),
        optimizer: { name: "adam", beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
      },
    ],
    average: false,
  });
  const learn = (epoch: number) => {
    for (let step = 0; step < objective.stepsPerEpoch; step++) {
      program.step(0, "tags", objective.batch(epoch, step).feeds, { rate: 1e-3, seed: step });
    }
  };
  const predictor = createPredictor(network);
  const tagger = createTagger(network, features, {
    emissions: (feeds) => predictor.run(feeds),
    valuesOf: ({ values }) => values,
  });
  const byLength = sentences.map(({ words }) => words).toSorted((a, b) => a.length - b.length);
  const tag = () => {
    for (let i = 0; i < byLength.length; i += BATCH) tagger.predict(byLength.slice(i, i + BATCH));
  };
  const tokens = byLength.reduce((sum, { length }) => sum + length, 0);
  learn(0);
  tag();
  const rounds = Array.from({ length: ROUNDS }, (_, i) => ({
    learning: timed(tokens, () => learn(i + 1)),
    tagging: timed(tokens, tag),
  }));
  program.dispose();
  predictor.dispose();
  const middle = (of: (round: (typeof rounds)[number]) => number) =>
    rounds.map(of).sort((a, b) => a - b)[Math.floor(ROUNDS / 2)];
  return { learning: middle((r) => r.learning), tagging: middle((r) => r.tagging) };
}

await loadEngine({ threads: { within: 1, across: 1 } });
const random = randomStream("block-speeds", "vectors");
const { words, sentences } = sentencesByChance();
const phrases = words.slice(0, 3000).map((word, i): ListedPhrase => [word, String(i % 3)]);
const features = {
  letters: alphabet(LETTERS),
  vectors: quantizeVectors(
    words,
    words.map(() => Array.from({ length: 100 }, () => random.normal())),
  ),
};
const number = (value: number) => value.toLocaleString("en", { maximumSignificantDigits: 3 });
console.log("| blocks | weights | learning | tagging |\n| --- | ---: | ---: | ---: |");
for (const [name, options] of BLOCKS) {
  const network = buildNetwork(
    "tagger",
    { types: TYPES, vectorWidth: 100, alphabetSize: LETTERS.length, ...options },
    randomStream("block-speeds", "weights"),
  ) as TaggerNetwork;
  const gazetteers = options.gazetteers
    ? gazetteerLists(["0", "1", "2"], phrases, "exact")
    : undefined;
  const { learning, tagging } = speeds(network, sentences, { ...features, gazetteers });
  const row = [name, number(parameterCount(network)), number(learning), number(tagging)];
  console.log(`| ${row.join(" | ")} |`);
}
