import assert from "node:assert/strict";
import { overlap, suppress } from "#vision/detect/suppress.js";

const box = (x: number, score = 1) => ({ x, y: 0, width: 10, height: 10, score });

describe("overlap", () => {
  it("is what two boxes share of what they cover", () => {
    assert.equal(overlap(box(0), box(0)), 1);
    assert.equal(overlap(box(0), box(5)), 50 / 150);
    assert.equal(overlap(box(0), box(10)), 0);
  });
});

describe("suppress", () => {
  it("keeps the best of those that overlap, best first", () => {
    const kept = suppress([box(2, 0.5), box(0, 0.9), box(30, 0.6)], 0.4);
    assert.deepEqual(kept, [box(0, 0.9), box(30, 0.6)]);
  });
});
