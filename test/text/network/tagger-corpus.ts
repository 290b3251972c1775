/**
 * Four sentences with names, and what a network makes of them.
 *
 * @module
 */
import assert from "node:assert/strict";
import {
  createPredictor,
  createTrainingProgram,
  type Feeds,
  type HostArray,
  parseLevel,
  spanScores,
  type TrainingTask,
  train,
} from "@mltl/core";
import { alphabet } from "#text/features/encode-characters.js";
import { encodeSentences, type WordFeatures } from "#text/features/encode-sentences.js";
import { quantizeVectors } from "#text/features/vector-quantizer.js";
import type { TaggerNetwork } from "#text/network/tagger.js";
import { tagsToSpans } from "#text/scheme/read-tags.js";
import { spansToBioes } from "#text/scheme/tag-scheme.js";
import { createTagger } from "#text/tag/tagger-model.js";

export const words = ["she", "met", "in", "and", "."];
const vectors = quantizeVectors(
  words,
  words.map((_, i) => words.map((__, j) => (i === j ? 1 : 0))),
);
export const letters = alphabet("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.");
export const features: WordFeatures = { letters, vectors };
export const corpus = [
  "she/O met/O Ann/B-PER Lee/I-PER in/O Oslo/B-LOC ./O",
  "Bo/B-PER and/O she/O met/O in/O New/B-LOC York/I-LOC ./O",
  "Ann/B-PER met/O Bo/B-PER ./O",
  "in/O Oslo/B-LOC and/O New/B-LOC York/I-LOC ./O",
].map((line) => {
  const tokens = line.split(" ").map((token) => token.split("/"));
  return { words: tokens.map(([word]) => word), spans: tagsToSpans(tokens.map(([, tag]) => tag)) };
});
export const sentences = corpus.map((sentence) => sentence.words);

export const options = {
  types: ["PER", "LOC"],
  vectorWidth: words.length,
  alphabetSize: letters.characters.length,
  characterFilters: 12,
  units: 16,
  dropout: 0.1,
};

/** A batch with its gold tags. */
export function encoded(
  { tags, reading }: TaggerNetwork,
  chosen = corpus,
  seen: WordFeatures = features,
): Feeds {
  const { feeds, time } = encodeSentences(
    chosen.map(({ words }) => words),
    { ...seen, reading },
  );
  const data = new Int32Array(time * chosen.length);
  chosen.forEach(({ words, spans }, b) => {
    spansToBioes(spans, words.length).forEach((tag, t) => {
      data[t * chosen.length + b] = tags.indexOf(tag);
    });
  });
  return { ...feeds, gold: { shape: [time, chosen.length], data } };
}

/** More steps than any sentence has; what is in them is up to `filling`. */
export function padded(
  feeds: Feeds,
  steps: number,
  filling: Readonly<Record<string, number>>,
): Feeds {
  const longer = Object.entries(filling).map(([name, value]) => {
    const { shape, data } = feeds[name];
    const [time, ...rest] = shape;
    const size = data.length + (data.length / time) * steps;
    const copy = data instanceof Float32Array ? new Float32Array(size) : new Int32Array(size);
    copy.fill(value).set(data as Int32Array);
    return [name, { shape: [time + steps, ...rest], data: copy }] as const;
  });
  return { ...feeds, ...Object.fromEntries(longer) };
}

/** Loss, and every parameter's gradient by name. */
export function lossAndGradients(network: TaggerNetwork, feeds: Feeds) {
  const program = createTrainingProgram({
    network,
    losses: {
      tags: network.likelihood,
    },
    predictions: {},
    stages: [
      {
        learning: new Map(network.blocks.map((block) => [block, 1])),
        optimizer: { name: "sgd", momentum: 0, nesterov: false },
      },
    ],
    average: false,
  });
  const then = program.weights();
  const { loss } = program.step(0, "tags", feeds, { rate: 1, seed: 1 });
  const gradients = [...program.weights()].map(([name, { data }]) => {
    const before = then.get(name)?.data as Float32Array;
    return [name, Float32Array.from(data, (value, i) => before[i] - value)] as const;
  });
  program.dispose();
  return { loss, gradients: new Map(gradients) };
}

export function assertNear(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  what: string,
): void {
  assert.equal(actual.length, expected.length, what);
  for (let i = 0; i < actual.length; i++) {
    assert.ok(Math.abs(actual[i] - expected[i]) < 2e-5, `${what}: ${actual[i]}, ${expected[i]}`);
  }
}

/** What a network finds in the sentences after a hundred steps over all four, and its best F1. */
export async function learnByHeart(network: TaggerNetwork, seen: WordFeatures = features) {
  const gold = corpus.map(({ spans }) => spans);
  const feeds = encoded(network, corpus, seen);
  const tagger = (
    emissions: (feeds: Feeds) => HostArray,
    valuesOf: Parameters<typeof createTagger>[2]["valuesOf"],
  ) => createTagger(network, { ...seen, reading: network.reading }, { emissions, valuesOf });
  const task: TrainingTask = {
    network,
    objectives: {
      tags: {
        ...network.likelihood,
        stepsPerEpoch: 60,
        unit: "sentences",
        batch: () => ({ feeds, size: corpus.length, ids: ["0", "1", "2", "3"] }),
      },
    },
    predictions: { emissions: network },
    evaluate: ({ predict, valuesOf }) => {
      const found = tagger((feeds) => predict("emissions", feeds), valuesOf).predict(sentences);
      return { f1: spanScores(gold, found).all.f1 };
    },
    describe: () => ({ labels: options.types, preprocessing: {}, data: [] }),
    test: async () => ({}),
  };
  const level = parseLevel({
    name: "four",
    task: "text/tag",
    network: { architecture: network.architecture },
    stages: [{ name: "all", epochs: 2, rate: 0.02 }],
    monitor: "f1",
  });
  const { best } = await train(task, level, { seed: 1 });
  const predictor = createPredictor(network);
  const found = tagger(
    (given) => predictor.run(given),
    ({ values }) => values,
  ).predict(sentences);
  predictor.dispose();
  return { best: best.value, found, gold };
}
