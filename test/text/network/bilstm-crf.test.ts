import assert from "node:assert/strict";
import {
  createPredictor,
  createTrainingProgram,
  type Feeds,
  type HostArray,
  loadEngine,
  MltlError,
  parametersOf,
  parseLevel,
  randomStream,
  spanScores,
  type TrainingTask,
  tensorPredictor,
  tf,
  train,
  UNSET,
} from "@mltl/core";
import { alphabet } from "#text/features/encode-characters.js";
import { encodeSentences } from "#text/features/encode-sentences.js";
import { quantizeVectors } from "#text/features/vector-quantizer.js";
import { buildBigruCrf, buildBilstmCrf, type TaggerNetwork } from "#text/network/tagger.js";
import { tagsToSpans } from "#text/scheme/read-tags.js";
import { spansToBioes } from "#text/scheme/tag-scheme.js";
import { createTagger } from "#text/tag/tagger-model.js";

const words = ["she", "met", "in", "and", "."];
const vectors = quantizeVectors(
  words,
  words.map((_, i) => words.map((__, j) => (i === j ? 1 : 0))),
);
const letters = alphabet("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.");
const features = { letters, vectors };
const corpus = [
  "she/O met/O Ann/B-PER Lee/I-PER in/O Oslo/B-LOC ./O",
  "Bo/B-PER and/O she/O met/O in/O New/B-LOC York/I-LOC ./O",
  "Ann/B-PER met/O Bo/B-PER ./O",
  "in/O Oslo/B-LOC and/O New/B-LOC York/I-LOC ./O",
].map((line) => {
  const tokens = line.split(" ").map((token) => token.split("/"));
  return { words: tokens.map(([word]) => word), spans: tagsToSpans(tokens.map(([, tag]) => tag)) };
});
const sentences = corpus.map((sentence) => sentence.words);

const options = {
  types: ["PER", "LOC"],
  vectorWidth: words.length,
  alphabetSize: letters.characters.length,
  characterFilters: 12,
  units: 16,
  dropout: 0.1,
};

/** A batch with its gold tags. */
function encoded({ tags }: TaggerNetwork, chosen = corpus): Feeds {
  const { feeds, time } = encodeSentences(
    chosen.map(({ words }) => words),
    features,
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
function padded(feeds: Feeds, steps: number, filling: Readonly<Record<string, number>>): Feeds {
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
function lossAndGradients(network: TaggerNetwork, feeds: Feeds) {
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

function assertNear(actual: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  assert.equal(actual.length, expected.length, what);
  for (let i = 0; i < actual.length; i++) {
    assert.ok(Math.abs(actual[i] - expected[i]) < 2e-5, `${what}: ${actual[i]}, ${expected[i]}`);
  }
}

describe("bilstm-crf", () => {
  before(() => loadEngine());

  it("learns four sentences by heart and is sure of them", async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
    const network = buildBilstmCrf(options, randomStream(1));
    const gold = corpus.map(({ spans }) => spans);
    const feeds = encoded(network);
    const tagger = (
      emissions: (feeds: Feeds) => HostArray,
      valuesOf: Parameters<typeof createTagger>[2]["valuesOf"],
    ) => createTagger(network, features, { emissions, valuesOf });
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
      network: { architecture: "bilstm-crf" },
      stages: [{ name: "all", epochs: 2, rate: 0.02 }],
      monitor: "f1",
    });
    const { best } = await train(task, level, { seed: 1 });
    assert.equal(best.value, 1);
    const predictor = createPredictor(network);
    const found = tagger(
      (given) => predictor.run(given),
      ({ values }) => values,
    ).predict(sentences);
    predictor.dispose();
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
