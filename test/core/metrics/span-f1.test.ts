import assert from "node:assert/strict";
import { spanScores, spanScoresBy } from "@mltl/core";
import fc from "fast-check";
import { sentencesOfSpans, span } from "./spans.js";

describe("spanScores", () => {
  it("counts a span only when type, start and end are right", () => {
    const gold = [[span("PER", 0, 2), span("LOC", 3, 4)], [span("ORG", 1, 3)]];
    const predicted = [[span("PER", 0, 1), span("LOC", 3, 4)], [span("PER", 1, 3)]];
    const { all, macro, byType } = spanScores(gold, predicted);
    assert.deepEqual(all, { precision: 1 / 3, recall: 1 / 3, f1: 1 / 3, support: 3 });
    assert.deepEqual(macro, { precision: 1 / 3, recall: 1 / 3, f1: 1 / 3, support: 3 });
    assert.deepEqual(byType.LOC, { precision: 1, recall: 1, f1: 1, support: 1 });
    assert.deepEqual(byType.ORG, { precision: 0, recall: 0, f1: 0, support: 1 });
  });

  it("keeps sentences apart", () => {
    assert.equal(spanScores([[span("PER", 0, 1)], []], [[], [span("PER", 0, 1)]]).all.f1, 0);
  });

  it("is 0 where there is nothing", () => {
    const nothing = { precision: 0, recall: 0, f1: 0, support: 0 };
    assert.deepEqual(spanScores([[]], [[]]), { all: nothing, macro: nothing, byType: {} });
  });

  it("counts once what is given twice", () => {
    const one = [[span("PER", 0, 2)]];
    const twice = [[span("PER", 0, 2), span("PER", 0, 2)]];
    assert.equal(spanScores(one, twice).all.precision, 1);
    assert.equal(spanScores(twice, one).all.recall, 1);
  });

  it("takes any word for a type", () => {
    const { byType } = spanScores([[span("__proto__", 0, 1)]], [[span("constructor", 0, 1)]]);
    assert.deepEqual(Object.keys(byType), ["__proto__", "constructor"]);
  });

  it("lies between 0 and 1, F1 between precision and recall, whichever side is gold", () => {
    fc.assert(
      fc.property(sentencesOfSpans, ({ gold, predicted }) => {
        const { all, byType } = spanScores(gold, predicted);
        for (const { precision, recall, f1 } of [all, ...Object.values(byType)]) {
          const [low, high] = [Math.min(precision, recall), Math.max(precision, recall)];
          assert.ok(low >= 0 && high <= 1 && f1 >= low - 1e-12 && f1 <= high + 1e-12);
        }
        const swapped = spanScores(predicted, gold).all;
        assert.deepEqual(
          [swapped.precision, swapped.recall, swapped.f1],
          [all.recall, all.precision, all.f1],
        );
      }),
    );
  });

  it("refuses bad input", () => {
    assert.throws(() => spanScores([], []), { code: "E_USAGE" });
    assert.throws(() => spanScores([[]], [[], []]), { code: "E_USAGE" });
    assert.throws(() => spanScores([[span("PER", 2, 2)]], [[]]), /gold\[0\].*PER \[2, 2\)/);
    assert.throws(() => spanScores([[]], [[span("PER", -1, 2)]]), { code: "E_USAGE" });
  });
});

describe("spanScoresBy", () => {
  it("are the scores of the groups, of which a prediction shares its entity's when it is right", () => {
    const gold = [[span("PER", 0, 1), span("LOC", 2, 4)], [span("PER", 0, 2)]];
    const predicted = [[span("PER", 0, 1), span("LOC", 3, 4)], [span("LOC", 0, 2)]];
    const byLength = spanScoresBy(gold, predicted, ({ start, end }) => `${end - start}`);
    assert.deepEqual(byLength, {
      1: { precision: 1 / 2, recall: 1, f1: 2 / 3, support: 1 },
      2: { precision: 0, recall: 0, f1: 0, support: 2 },
    });
    const bySentence = spanScoresBy(gold, predicted, (_, sentence) => `${sentence}`);
    assert.deepEqual([bySentence[0].f1, bySentence[1].f1], [1 / 2, 0]);
  });

  it("are spanScores' where types are the groups", () => {
    fc.assert(
      fc.property(sentencesOfSpans, ({ gold, predicted }) => {
        const { byType } = spanScores(gold, predicted);
        assert.deepEqual(
          spanScoresBy(gold, predicted, ({ type }) => type),
          byType,
        );
      }),
    );
  });
});
