import assert from "node:assert/strict";
import { CASINGS, casingOf } from "#text/features/casing.js";
import { alphabet, encodeSentences, MAX_CHARACTERS } from "#text/features/encode-sentences.js";
import { quantizeVectors } from "#text/features/word-vectors.js";

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
    const back = vectors.rows[1] * vectors.scales[0];
    assert.ok(Math.abs(back - -0.5) <= vectors.scales[0] / 2 + 1e-6);
  });
});

describe("encodeSentences", () => {
  const vectors = quantizeVectors(["a", "b"], [[1], [2]]);
  const letters = alphabet("ab");

  it("pads time first and shares words within the batch", () => {
    const input = encodeSentences([["a", "b", "a"], ["b"]], vectors, letters);
    assert.deepEqual([input.time, input.batch, input.words], [3, 2, 2]);
    assert.deepEqual(input.lengths, [3, 1]);
    assert.deepEqual([...input.wordIndex], [0, 1, 1, 0, 0, 0]);
    assert.deepEqual(Array.from(input.vectors, Math.round), [1, 2, 2, 0, 1, 0]);
    assert.deepEqual([...input.characters.subarray(0, 2)], [2, 0]);
  });

  it("withholds a vector where it is told to", () => {
    const input = encodeSentences([["a", "b"]], vectors, letters, (_, token) => token === 0);
    assert.deepEqual(Array.from(input.vectors, Math.round), [0, 2]);
  });

  it("reads the beginning and the end of a long word, by code points", () => {
    const word = `${"a".repeat(12)}${"x".repeat(30)}${"b".repeat(8)}`;
    const { characters } = encodeSentences([[word]], vectors, letters);
    assert.equal(characters.length, MAX_CHARACTERS);
    assert.deepEqual([...characters], [...new Array(12).fill(2), ...new Array(8).fill(3)]);
    assert.deepEqual(
      [...encodeSentences([["😀a"]], vectors, letters).characters.subarray(0, 3)],
      [1, 2, 0],
    );
  });
});
