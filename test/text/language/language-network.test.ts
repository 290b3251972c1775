import assert from "node:assert/strict";
import { createPredictor, loadEngine, parametersOf, randomStream } from "@mltl/core";
import { alphabet } from "#text/features/encode-characters.js";
import { encodeSentences } from "#text/features/encode-sentences.js";
import { buildLanguageNetwork, type LanguageNetwork } from "#text/language/language-network.js";
import { languageFigures, type RunningLanguage } from "#text/language/perplexity.js";
import { BORDER, predictedWords } from "#text/language/predicted-words.js";

const predicted = predictedWords([BORDER, "a", "b", "c"]);
const features = { letters: alphabet("abc") };

function languageNetwork(): LanguageNetwork {
  const options = { alphabetSize: 3, units: 5, characterFilters: 4, classes: 4 };
  return buildLanguageNetwork("bilstm-language", options, randomStream("language"));
}

/** Scores sentences with a network as it stands. */
function figuresOf(network: LanguageNetwork, sentences: readonly string[]) {
  const { likelihood, blocks } = network;
  const predictor = createPredictor({
    inputs: likelihood.inputs,
    blocks,
    forward: likelihood.loss,
  });
  const running: RunningLanguage = {
    features,
    predicted,
    likelihood: (feeds) => predictor.run(feeds).data[0],
  };
  const figures = languageFigures(
    sentences.map((text) => ({ words: text.split(" ") })),
    running,
  );
  predictor.dispose();
  return figures;
}

const close = (received: number, expected: number) =>
  assert.ok(Math.abs(received - expected) < 1e-5 * expected, `${received} is not ${expected}`);

describe("perplexity", () => {
  before(() => loadEngine());

  it("is what the probabilities of the neighbours make it", () => {
    const network = languageNetwork();
    const probabilities = { [BORDER]: 0.5, a: 0.25, b: 0.125, c: 0.125 };
    for (const { name, values } of parametersOf(network)) {
      if (name === "language/logits/kernel") values.fill(0);
      if (name === "language/logits/bias") values.set(Object.values(probabilities).map(Math.log));
    }
    // Forward: b, border; c, left out, border. Backward: border, a; border, c, left out.
    const figures = figuresOf(network, ["a b", "a c rare"]);
    close(figures["perplexity forward"], (8 * 2 * 8 * 2) ** (1 / 4));
    close(figures["perplexity backward"], (2 * 4 * 2 * 4 * 8) ** (1 / 5));
    close(figures.perplexity, (256 * 512) ** (1 / 9));
    close(figures.bits, 17 / 9);
    close(figures.covered, 9 / 10);
  });

  it("of sentences together is that of each alone: padding counts for nothing", () => {
    const network = languageNetwork();
    const [short, long] = ["a", "c b a a b c"];
    const bits = (sentences: string[]) => figuresOf(network, sentences).bits;
    close(bits([short, long]), (2 * bits([short]) + 12 * bits([long])) / 14);
  });

  it("forward, a state has seen what was read; backward, what is to come", () => {
    const network = languageNetwork();
    const predictor = createPredictor(network);
    const logits = (text: string, place: number) => {
      const { feeds } = encodeSentences([text.split(" ")], features);
      const places = { shape: [1], data: Int32Array.of(place) };
      return [...predictor.run({ ...feeds, places }).data];
    };
    // States of one sentence are [time, direction].
    const [forwardOfFirst, backwardOfFirst, forwardOfLast, backwardOfLast] = [0, 1, 4, 5];
    assert.deepEqual(logits("a b c", forwardOfFirst), logits("a c b", forwardOfFirst));
    assert.notDeepEqual(logits("a b c", backwardOfFirst), logits("a c b", backwardOfFirst));
    assert.deepEqual(logits("a b c", backwardOfLast), logits("b a c", backwardOfLast));
    assert.notDeepEqual(logits("a b c", forwardOfLast), logits("b a c", forwardOfLast));
    predictor.dispose();
  });
});
