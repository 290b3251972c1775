import assert from "node:assert/strict";
import {
  disposeNetwork,
  loadEngine,
  parsePlan,
  randomStream,
  spanScores,
  type TrainingTask,
  tf,
  train,
} from "@mltl/core";
import { alphabet, encodeSentences } from "#text/features/encode-sentences.js";
import { quantizeVectors } from "#text/features/word-vectors.js";
import { buildBilstmCrf } from "#text/network/bilstm-crf.js";
import { bioToSpans, spansToBioes } from "#text/scheme/tag-scheme.js";
import { createTagger } from "#text/tag/tagger-model.js";

const words = ["she", "met", "in", "and", "."];
const vectors = quantizeVectors(
  words,
  words.map((_, i) => words.map((__, j) => (i === j ? 1 : 0))),
);
const letters = alphabet("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.");
const corpus = [
  "she/O met/O Ann/B-PER Lee/I-PER in/O Oslo/B-LOC ./O",
  "Bo/B-PER and/O she/O met/O in/O New/B-LOC York/I-LOC ./O",
  "Ann/B-PER met/O Bo/B-PER ./O",
  "in/O Oslo/B-LOC and/O New/B-LOC York/I-LOC ./O",
].map((line) => {
  const tokens = line.split(" ").map((token) => token.split("/"));
  return { words: tokens.map(([word]) => word), spans: bioToSpans(tokens.map(([, tag]) => tag)) };
});

const options = {
  types: ["PER", "LOC"],
  vectorWidth: words.length,
  alphabetSize: letters.characters.length,
  characterFilters: 12,
  units: 16,
  dropout: 0.1,
};

describe("bilstm-crf", () => {
  before(() => loadEngine());

  it("learns four sentences by heart and is sure of them", async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
    const network = buildBilstmCrf(options, randomStream(1));
    const tagger = createTagger(network, vectors, letters);
    const input = encodeSentences(
      corpus.map((sentence) => sentence.words),
      vectors,
      letters,
    );
    const gold = corpus.map(({ spans, words }) =>
      Int32Array.from(spansToBioes(spans, words.length), (tag) => network.tags.indexOf(tag)),
    );
    const score = () =>
      spanScores(
        corpus.map(({ spans }) => spans),
        tagger.predict(corpus.map((s) => s.words)),
      ).all.f1;
    const task: TrainingTask<null> = {
      network: network as never,
      stepsPerEpoch: 60,
      unit: "sentences",
      batch: () => null,
      size: () => corpus.length,
      loss: (_, mode) => network.loss(input, gold, mode),
      evaluate: () => ({ f1: score() }),
      describe: () => ({ labels: options.types, preprocessing: {}, data: [] }),
      test: async () => ({}),
    };
    const plan = parsePlan(
      {
        schema: "mltl.plan/1",
        name: "four",
        levels: [
          {
            name: "four",
            task: "text/tag",
            data: {},
            network: { architecture: "bilstm-crf" },
            stages: [{ name: "all", epochs: 2, rate: 0.02 }],
            monitor: "f1",
          },
        ],
        card: { title: "", licence: "", intendedUse: "", limits: "" },
      },
      "test",
    );
    await train(task as never, plan.levels[0], { seed: 1 });
    assert.equal(score(), 1);
    for (const spans of tagger.predict(corpus.map((sentence) => sentence.words))) {
      for (const { probability } of spans)
        assert.ok(probability > 0.7 && probability <= 1, `${probability}`);
    }
    disposeNetwork(network);
  });

  it("tags a sentence the same alone and in a batch, and leaves no tensors behind", () => {
    const network = buildBilstmCrf(options, randomStream(2));
    const tagger = createTagger(network, vectors, letters);
    const sentences = corpus.map((sentence) => sentence.words);
    tagger.predict(sentences);
    const before = tf.memory().numTensors;
    const together = tagger.predict([...sentences, []]);
    sentences.forEach((sentence, i) => {
      const [alone] = tagger.predict([sentence]);
      assert.deepEqual(
        alone.map(({ type, start, end }) => [type, start, end]),
        together[i].map(({ type, start, end }) => [type, start, end]),
      );
      alone.forEach(({ probability }, j) => {
        assert.ok(Math.abs(probability - together[i][j].probability) < 1e-4);
      });
    });
    assert.deepEqual(together[4], []);
    assert.ok(tf.memory().numTensors - before <= sentences.length);
    disposeNetwork(network);
  });
});
