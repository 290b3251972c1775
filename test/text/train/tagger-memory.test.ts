import assert from "node:assert/strict";
import { createTrainingProgram, loadEngine, randomStream, tf } from "@mltl/core";
import { alphabet } from "#text/features/encode-characters.js";
import { encodeSentences } from "#text/features/encode-sentences.js";
import { buildBilstmCrf } from "#text/network/tagger.js";

const WORDS = ["the", "old", "man", "and", "Ann", "Lee", "went", "in", "to", "Oslo", "."];
const letters = alphabet("abcdefghijklmnopqrstuvwxyzALO.");

describe("training a tagger", () => {
  it("takes no more memory after a thousand batches of all lengths", async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
    this.timeout(120_000);
    const random = randomStream("memory");
    const network = buildBilstmCrf(
      { types: ["PER"], vocabularySize: 50, alphabetSize: 30, units: 20, characterFilters: 10 },
      random,
    );
    const batches = Array.from({ length: 40 }, () => {
      const sentences = Array.from({ length: 1 + random.integer(8) }, () =>
        Array.from({ length: 1 + random.integer(20) }, () => WORDS[random.integer(WORDS.length)]),
      );
      const { feeds } = encodeSentences(sentences, { letters });
      const { shape, data } = feeds.spelling;
      const gold = { shape, data: new Int32Array(data.length) };
      return { ...feeds, words: feeds.spelling, gold };
    });
    const program = createTrainingProgram({
      network,
      losses: {
        tags: network.likelihood,
      },
      predictions: {},
      stages: [
        {
          learning: new Map(network.blocks.map((block) => [block, 1])),
          optimizer: { name: "adam", beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
          clipNorm: 1,
        },
      ],
      average: true,
    });
    const steps = (count: number) => {
      for (let i = 0; i < count; i++) {
        const numbers = { rate: 1e-3, seed: i, averageKept: 0.9 };
        const { finite } = program.step(0, "tags", batches[i % batches.length], numbers);
        assert.ok(finite, `step ${i}`);
      }
      return { tensors: tf.memory().numTensors, resident: process.memoryUsage.rss() };
    };
    const before = steps(200);
    const after = steps(1000);
    program.dispose();
    assert.equal(after.tensors, before.tensors);
    const growth = after.resident / before.resident;
    assert.ok(growth < 1.05, `resident memory grew to ${growth.toFixed(3)} of what it was`);
  });
});
