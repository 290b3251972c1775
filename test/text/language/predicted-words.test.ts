import assert from "node:assert/strict";
import {
  BORDER,
  encodePredictions,
  frequentWords,
  predictedWords,
} from "#text/language/predicted-words.js";

const dataOf = ({ feeds }: ReturnType<typeof encodePredictions>) => ({
  places: [...feeds.places.data],
  expected: [...feeds.expected.data],
});

describe("what a language model predicts", () => {
  it("is the border and the frequent words, as they are written", () => {
    const sentences = [{ words: ["a", "b", "A", "b"] }, { words: ["c", "b", "a"] }];
    assert.deepEqual(frequentWords(sentences, 10).classes, [BORDER, "b", "a"]);
    assert.deepEqual(frequentWords(sentences, 1).classes, [BORDER, "b"]);
  });

  it("stands beside each word: padding predicts nothing, the ends of sentences borders", () => {
    const predicted = predictedWords([BORDER, "a", "b", "c"]);
    const both = encodePredictions([["a", "b", "c"], ["c"]], predicted);
    // Of states [time 3, batch 2, direction 2]: 2 * (2 * time + sentence) + direction.
    assert.deepEqual(dataOf(both), {
      places: [0, 4, 8, 2, 1, 5, 9, 3],
      expected: [2, 3, 0, 0, 0, 1, 2, 0],
    });
    assert.deepEqual([both.counted, both.left], [8, 0]);
  });

  it("leaves out neighbours that are no classes", () => {
    const predicted = predictedWords([BORDER, "a", "c"]);
    const forward = encodePredictions([["a", "rare", "c"]], predicted, ["forward"]);
    assert.deepEqual(dataOf(forward), { places: [2, 4], expected: [2, 0] });
    assert.deepEqual([forward.counted, forward.left], [2, 1]);
  });
});
