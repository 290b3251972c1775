import assert from "node:assert/strict";
import { spanScores } from "@mltl/core";

const span = (type: string, start: number, end: number) => ({ type, start, end });

describe("spanScores", () => {
  it("counts a span only when type, start and end are right", () => {
    const gold = [[span("PER", 0, 2), span("LOC", 3, 4)], [span("ORG", 1, 3)]];
    const predicted = [[span("PER", 0, 1), span("LOC", 3, 4)], [span("PER", 1, 3)]];
    const { all, byType } = spanScores(gold, predicted);
    assert.deepEqual(all, { precision: 1 / 3, recall: 1 / 3, f1: 1 / 3, support: 3 });
    assert.deepEqual(byType.LOC, { precision: 1, recall: 1, f1: 1, support: 1 });
    assert.deepEqual(byType.ORG, { precision: 0, recall: 0, f1: 0, support: 1 });
  });

  it("keeps sentences apart", () => {
    assert.equal(spanScores([[span("PER", 0, 1)], []], [[], [span("PER", 0, 1)]]).all.f1, 0);
  });

  it("is 0 where there is nothing", () => {
    assert.deepEqual(spanScores([[]], [[]]).all, { precision: 0, recall: 0, f1: 0, support: 0 });
  });
});
