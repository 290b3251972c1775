import assert from "node:assert/strict";
import {
  createPredictor,
  loadEngine,
  MltlError,
  parametersOf,
  randomStream,
  tensorPredictor,
  tf,
  UNSET,
} from "@mltl/core";
import { encodeSentences } from "#text/features/encode-sentences.js";
import { buildBigruCrf, buildBilstmCrf, type TaggerNetwork } from "#text/network/tagger.js";
import {
  assertNear,
  corpus,
  encoded,
  features,
  learnByHeart,
  lossAndGradients,
  options,
  padded,
  sentences,
  words,
} from "./tagger-corpus.js";

describe("bilstm-crf", () => {
  before(() => loadEngine());

  it("learns four sentences by heart and is sure of them", async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
    const network = buildBilstmCrf(options, randomStream(1));
    const { best, found, gold } = await learnByHeart(network);
    assert.equal(best, 1);
    assert.deepEqual(
      found.map((spans) => spans.map(({ type, start, end }) => ({ type, start, end }))),
      gold,
    );
    for (const { probability } of found.flat()) {
      assert.ok(probability > 0.7 && probability <= 1, `${probability}`);
    }
  });

  for (const [what, network] of Object.entries({
    "one layer": buildBilstmCrf({ ...options, vocabularySize: 3 }, randomStream(2)),
    "two layers": buildBilstmCrf({ ...options, vocabularySize: 3, layers: 2 }, randomStream(2)),
    "gated recurrent units": buildBigruCrf({ ...options, vocabularySize: 3 }, randomStream(2)),
  })) {
    it(`has the same emissions of a sentence alone and in a batch, in a graph and by tfjs: ${what}`, () => {
      emissionsAgree(network);
    });
  }

  it("names the blocks of further layers, and rates rise with them", () => {
    const network = buildBilstmCrf({ ...options, layers: 3 }, UNSET);
    const names = network.blocks.map(({ name }) => name);
    assert.deepEqual(names.slice(-5), ["encoder", "encoder/2", "encoder/3", "head", "crf"]);
  });

  function emissionsAgree(network: TaggerNetwork): void {
    const feedsOf = (chosen: typeof corpus) => {
      const { feeds, time } = encodeSentences(
        chosen.map(({ words }) => words),
        features,
      );
      const rows = Int32Array.from({ length: time * chosen.length }, () => 2);
      return { ...feeds, words: { shape: [time, chosen.length], data: rows } };
    };
    const predictors = [createPredictor(network), tensorPredictor(network)];
    const before = tf.memory().numTensors;
    const [together, composed] = predictors.map((predictor) => predictor.run(feedsOf(corpus)));
    const tags = network.tags.length;
    assert.deepEqual(together.shape, [8, 4, tags]);
    corpus.forEach((sentence, b) => {
      const alone = predictors[0].run(feedsOf([sentence])).data;
      const steps = sentence.words.map((_, t) => (t * corpus.length + b) * tags);
      for (const { data } of [together, composed]) {
        const own = steps.flatMap((at) => [...data.slice(at, at + tags)]);
        assertNear(own, alone, `sentence ${b}`);
      }
    });
    assert.equal(tf.memory().numTensors, before);
    for (const predictor of predictors) predictor.dispose();
  }

  it("adds the rows of tuned vectors to those that are fed, and begins with the fed ones", () => {
    const tuned = { ...options, vocabularySize: 2, tuned: true };
    const network = buildBilstmCrf(tuned, randomStream(2));
    const { feeds } = encodeSentences([sentences[0]], features);
    const { vectors: fed } = feeds;
    const run = (row: number, data = fed.data) => {
      const predictor = createPredictor(network);
      const words = { ...feeds.spelling, data: feeds.spelling.data.map(() => row) };
      const found = predictor.run({ ...feeds, words, vectors: { ...fed, data } });
      predictor.dispose();
      return found.data;
    };
    assertNear(run(1), run(0), "a row of zeros");
    const table = parametersOf(network).find(({ name }) => name === "words/table");
    table?.values.fill(0.25, words.length);
    assertNear(
      run(1),
      run(
        0,
        Float32Array.from(fed.data, (x) => x + 0.25),
      ),
      "the sum",
    );
    assert.ok(run(1).some((x, i) => Math.abs(x - run(0)[i]) > 1e-3));
  });

  it("learns nothing from padding, whatever is in it", async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
    const trained = { ...options, vectorWidth: 0, vocabularySize: 6, wordWidth: 7, dropout: 0 };
    const network = buildBilstmCrf(trained, randomStream(3));
    const given = encoded(network);
    const rows = given.spelling.data.map((word) => word % 5);
    const feeds = { ...given, words: { shape: given.spelling.shape, data: rows } };
    const plain = lossAndGradients(network, feeds);
    const filling = { words: 5, spelling: 3, casing: 4, gold: 2 };
    const more = lossAndGradients(network, padded(feeds, 3, filling));
    assert.ok(Math.abs(more.loss - plain.loss) < 1e-5, `${more.loss} and ${plain.loss}`);
    for (const [name, gradient] of plain.gradients) {
      assert.ok(gradient.some(Boolean), `${name} learns`);
      assertNear(more.gradients.get(name) as Float32Array, gradient, name);
    }
    const row = plain.gradients.get("words/table")?.subarray(-7);
    assert.deepEqual([...(row ?? [])], new Array(7).fill(0), "a word that isn't there");
  });

  it("takes the mean over sentences, so that each counts the same beside any other", async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
    const network = buildBilstmCrf({ ...options, dropout: 0 }, randomStream(4));
    const all = lossAndGradients(network, encoded(network));
    const alone = corpus.map((sentence) => lossAndGradients(network, encoded(network, [sentence])));
    const mean = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b) / numbers.length;
    assert.ok(Math.abs(all.loss - mean(alone.map(({ loss }) => loss))) < 1e-5);
    for (const [name, gradient] of all.gradients) {
      const others = alone.map(({ gradients }) => gradients.get(name) as Float32Array);
      const expected = gradient.map((_, i) => mean(others.map((other) => other[i])));
      assertNear(gradient, expected, name);
    }
  });

  it("names an option that it doesn't take, and what may have been meant", () => {
    assert.throws(
      () => buildBilstmCrf({ ...options, unit: 16 }, randomStream(1)),
      (error: MltlError) => {
        assert.equal(error.code, "E_BAD_PLAN");
        assert.match(`${error.message} ${error.hint}`, /bilstm-crf.*unit.*units/s);
        return error instanceof MltlError;
      },
    );
  });
});
