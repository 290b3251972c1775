import assert from "node:assert/strict";
import {
  createPredictor,
  loadEngine,
  MltlError,
  parametersOf,
  randomStream,
  tensorPredictor,
  UNSET,
} from "@mltl/core";
import { encodeSentences, type WordFeatures } from "#text/features/encode-sentences.js";
import { gazetteerLists } from "#text/features/gazetteer-lists.js";
import { buildBilstmCrf, buildTagger, type TaggerNetwork } from "#text/network/tagger.js";
import {
  assertNear,
  corpus,
  encoded,
  features,
  learnByHeart,
  lossAndGradients,
  options,
  padded,
} from "./tagger-corpus.js";

const gazetteers = gazetteerLists(["place"], [["New York", "place"]], "exact");
const { units: _, ...rest } = options;
const small = { ...rest, dropout: 0 };
const transformer = {
  encoder: "transformer",
  attentionHeads: 2,
  attentionUnits: 8,
  innerUnits: 20,
  farthest: 3,
  layerDropout: 0,
};

/** One of each kind of block, and what it is given of words. */
const KINDS: Readonly<Record<string, { options: object; seen?: WordFeatures }>> = {
  "dilated convolutions": {
    options: { encoder: "dilated", units: 16, dilations: [1, 2], iterations: 2 },
  },
  "a Transformer": { options: transformer },
  "a softmax for each token": { options: { encoder: "bilstm", units: 16, head: "softmax" } },
  "characters by LSTM": {
    options: { encoder: "bilstm", units: 16, characters: "lstm", characterUnits: 6 },
  },
  "affixes and no characters": {
    options: {
      ...{ encoder: "bigru", units: 16, characters: "none" },
      ...{ affixWidth: 4, affixRows: 50 },
    },
  },
  "lists of phrases": {
    options: { encoder: "dilated", units: 16, gazetteers: 1 },
    seen: { ...features, gazetteers },
  },
};

function build(given: object, seed: number): TaggerNetwork {
  const network = buildTagger({ ...small, ...given }, randomStream(seed));
  const random = randomStream("moved", seed);
  // What begins as zeros, or as the identity, would hide mistakes.
  for (const { values } of parametersOf(network)) {
    values.forEach((value, i) => {
      values[i] = value + 0.05 * random.normal();
    });
  }
  return network;
}

describe("taggers of exchangeable blocks", () => {
  before(() => loadEngine());

  for (const [kind, { options: given, seen = features }] of Object.entries(KINDS)) {
    it(`gives a sentence the same emissions alone, in a batch, and by tfjs: ${kind}`, () => {
      const network = build(given, 1);
      const feedsOf = (chosen: typeof corpus) => {
        const { reading } = network;
        return encodeSentences(
          chosen.map(({ words }) => words),
          { ...seen, reading },
        ).feeds;
      };
      const predictors = [createPredictor(network), tensorPredictor(network)];
      const [together, composed] = predictors.map((predictor) => predictor.run(feedsOf(corpus)));
      const tags = network.tags.length;
      corpus.forEach((sentence, b) => {
        const alone = predictors[0].run(feedsOf([sentence])).data;
        for (const { data } of [together, composed]) {
          const own = sentence.words.flatMap((_, t) => {
            const at = (t * corpus.length + b) * tags;
            return [...data.slice(at, at + tags)];
          });
          assertNear(own, alone, `sentence ${b}`);
        }
      });
      for (const predictor of predictors) predictor.dispose();
    });

    it(`learns nothing from padding, whatever is in it: ${kind}`, async function () {
      if ((await loadEngine()).kind !== "native") this.skip();
      const network = build(given, 2);
      const feeds = encoded(network, corpus, seen);
      const plain = lossAndGradients(network, feeds);
      const filling = {
        ...{ vectors: 5, spelling: 3, casing: 4, gold: 2 },
        ...(seen.gazetteers && { gazetteers: 1 }),
      };
      const more = lossAndGradients(network, padded(feeds, 3, filling));
      assert.ok(Math.abs(more.loss - plain.loss) < 1e-5, `${more.loss} and ${plain.loss}`);
      for (const [name, gradient] of plain.gradients) {
        assert.ok(gradient.some(Boolean), `${name} learns`);
        assertNear(more.gradients.get(name) as Float32Array, gradient, name);
      }
    });

    it(`learns four sentences by heart: ${kind}`, async function () {
      if ((await loadEngine()).kind !== "native") this.skip();
      const network = buildTagger({ ...small, ...given }, randomStream(3));
      const { best, found, gold } = await learnByHeart(network, seen);
      assert.equal(best, 1);
      const bare = found.map((spans) =>
        spans.map(({ type, start, end }) => ({ type, start, end })),
      );
      assert.deepEqual(bare, gold);
    });
  }

  it("are those of the papers' names with the options that these stand for", () => {
    const named = buildBilstmCrf(options, randomStream(4));
    const same = buildTagger({ ...options, encoder: "bilstm" }, randomStream(4));
    assert.deepEqual(
      parametersOf(same).map(({ name, values }) => [name, values]),
      parametersOf(named).map(({ name, values }) => [name, values]),
    );
  });

  it("name their blocks by layer, with no CRF where each tag is chosen alone", () => {
    const given = {
      ...small,
      encoder: "dilated",
      head: "softmax",
      affixWidth: 2,
      dilations: [1, 2],
    };
    assert.deepEqual(
      buildTagger(given, UNSET).blocks.map(({ name }) => name),
      ["characters", "casing", "affixes", "encoder", "encoder/2", "encoder/3", "head"],
    );
  });

  it("never decode what the scheme forbids, whatever head they have", () => {
    const { tags, scores } = buildTagger({ ...small, head: "softmax" }, randomStream(5));
    const { start, transitions, end } = scores(() => new Float32Array());
    const at = (tag: string) => tags.indexOf(tag);
    assert.deepEqual([start[at("I-PER")], start[at("B-PER")], end[at("B-PER")]], [-1e4, 0, -1e4]);
    assert.equal(transitions[at("B-PER") * tags.length + at("E-LOC")], -1e4);
    assert.equal(transitions[at("B-PER") * tags.length + at("E-PER")], 0);
  });

  it("say which options an encoder doesn't take, and which encoders there are", () => {
    const code = "E_BAD_PLAN";
    const fault = (given: object, expected: RegExp) =>
      assert.throws(
        () => buildTagger({ ...small, ...given }, UNSET),
        (error: MltlError) => {
          assert.equal(error.code, code);
          assert.match(`${error.message} ${error.hint}`, expected);
          return error instanceof MltlError;
        },
      );
    fault({ encoder: "transformer", dilations: [1] }, /tagger.*dilations/s);
    fault({ encoder: "cnn" }, /encoder.*dilated/s);
    fault({ vectorWidth: 0, characters: "none", casingWidth: 0 }, /something of words/);
  });
});
