import assert from "node:assert/strict";
import type { Feeds } from "@mltl/core";
import { CASINGS, casingOf } from "#text/features/casing.js";
import { alphabet } from "#text/features/encode-characters.js";
import { encodeSentences } from "#text/features/encode-sentences.js";
import { quantizeVectors } from "#text/features/vector-quantizer.js";
import { countVocabulary, vocabulary } from "#text/features/vocabulary.js";

describe("casingOf", () => {
  const cases: [string, (typeof CASINGS)[number]][] = [
    ["house", "lower"],
    ["House", "title"],
    ["NATO", "upper"],
    ["J.", "initial"],
    ["McDonald", "mixed"],
    ["2024", "digits"],
    ["A320", "alphanumeric"],
    ["--", "other"],
    ["@Anna", "title"],
    ["Élysée", "title"],
    ["서울", "lower"],
  ];
  for (const [word, expected] of cases) {
    it(`${word} is ${expected}`, () => assert.equal(CASINGS[casingOf(word)], expected));
  }
});

describe("word vectors", () => {
  const vectors = quantizeVectors(
    ["london", "0000", "McX"],
    [
      [1, -0.5],
      [0.2, 0.1],
      [0, 0],
    ],
  );

  it("are found as written, in lower case, and with digits as 0", () => {
    const rows = ["london", "London", "1999", "McX", "mcx", "paris"].map((word) =>
      vectors.rowOf(word),
    );
    assert.deepEqual(rows, [0, 0, 1, 2, -1, -1]);
  });

  it("lose at most half a step in 8 bits", () => {
    const back = new Float32Array(2);
    vectors.rows.copy(0, back, 0);
    assert.ok(Math.abs(back[1] - -0.5) <= 0.5 / 127 + 1e-6);
  });
});

describe("vocabulary", () => {
  const rows = vocabulary(["unknown word", "london", "Paris"]);

  it("finds words as written, in lower case, or not at all", () => {
    const found = ["london", "London", "Paris", "paris", "Rome"].map((word) => rows.rowOf(word));
    assert.deepEqual(found, [1, 1, 2, 0, 0]);
  });

  it("counts the words of sentences, most frequent first", () => {
    const sentences = [{ words: ["b", "a", "b"] }, { words: ["a", "b", "c"] }];
    assert.deepEqual(countVocabulary(sentences, 2).words.slice(1), ["b", "a"]);
  });
});

/** Everything in feeds as plain arrays. */
function listed(feeds: Feeds): Record<string, { shape: readonly number[]; data: number[] }> {
  const entries = Object.entries(feeds);
  return Object.fromEntries(
    entries.map(([name, { shape, data }]) => [name, { shape, data: [...data] }]),
  );
}

describe("encodeSentences", () => {
  const vectors = quantizeVectors(["a", "b"], [[1], [2]]);
  const letters = alphabet("ab");

  it("pads time first, and spells each word of the batch once, one after the other", () => {
    const { feeds, time, tokens } = encodeSentences([["Ab", "b", "Ab"], ["b"]], { letters });
    assert.deepEqual([time, tokens], [3, 4]);
    assert.deepEqual(listed(feeds), {
      lengths: { shape: [2], data: [3, 1] },
      spelling: { shape: [3, 2], data: [0, 1, 1, 1, 0, 1] },
      casing: { shape: [3, 2], data: [2, 1, 1, 1, 2, 1] },
      characters: { shape: [4], data: [1, 3, 3, 0] },
      windows: { shape: [3, 3], data: [4, 0, 1, 0, 1, 3, 4, 2, 3] },
      wordOf: { shape: [3], data: [0, 0, 1] },
    });
  });

  it("feeds the vectors of words that have one, and 0 where it is told to withhold it", () => {
    const sentences = [["a", "b"], ["x"]];
    const fed = encodeSentences(sentences, { letters, vectors }).feeds.vectors;
    assert.deepEqual(fed.shape, [2, 2, 1]);
    assert.deepEqual(Array.from(fed.data, Math.round), [1, 0, 2, 0]);
    const hide = (sentence: number, token: number) =>
      sentence === 0 && token === 1 ? "word" : undefined;
    const hidden = encodeSentences(sentences, { letters, vectors }, hide).feeds.vectors;
    assert.deepEqual(Array.from(hidden.data, Math.round), [1, 0, 0, 0]);
  });

  it("gives rows of a vocabulary, that of the unknown where it is told to withhold the word", () => {
    const features = { letters, vocabulary: vocabulary(["unknown word", "a", "b"]) };
    const sentences = [["a", "b", "a"], ["x"]];
    assert.deepEqual(
      [...encodeSentences(sentences, features).feeds.words.data],
      [1, 0, 2, 0, 1, 0],
    );
    const hide = (sentence: number, token: number) =>
      sentence === 0 && token === 2 ? "word" : undefined;
    const { words } = encodeSentences(sentences, features, hide).feeds;
    assert.deepEqual([...words.data], [1, 0, 2, 0, 0, 0]);
  });

  it("keeps the vector of a word whose row alone is withheld", () => {
    const features = { letters, vectors, vocabulary: vocabulary(["unknown word", "a", "b"]) };
    const row = () => "row" as const;
    const fed = encodeSentences([["a", "b"]], features, row).feeds;
    assert.deepEqual([...fed.words.data], [0, 0]);
    assert.deepEqual(Array.from(fed.vectors.data, Math.round), [1, 2]);
  });

  it("reads the beginning and the end of a long word, and nothing behind it", () => {
    const word = `${"a".repeat(12)}${"x".repeat(30)}${"b".repeat(8)}`;
    const { characters, windows } = encodeSentences([[word]], { letters }).feeds;
    assert.deepEqual([...characters.data], [...new Array(12).fill(2), ...new Array(8).fill(3), 0]);
    assert.deepEqual([...windows.data.slice(-3)], [18, 19, 21]);
  });

  it("reads code points", () => {
    const { characters } = encodeSentences([["\u{1F600}a"]], { letters }).feeds;
    assert.deepEqual([...characters.data], [1, 2, 0]);
  });
});
