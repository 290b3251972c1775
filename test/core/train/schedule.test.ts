import assert from "node:assert/strict";
import { rateFactor } from "#core/train/schedule.js";

describe("rateFactor", () => {
  it("rises in a line over the warm-up, then follows the schedule", () => {
    const factors = (name: "constant" | "linear" | "cosine") =>
      [0, 1, 2, 6, 9].map((step) => Number(rateFactor(name, step, 10, 0.2).toFixed(4)));
    assert.deepEqual(factors("constant"), [0.5, 1, 1, 1, 1]);
    assert.deepEqual(factors("linear"), [0.5, 1, 1, 0.5, 0.125]);
    assert.deepEqual(factors("cosine"), [0.5, 1, 1, 0.5, 0.0381]);
  });
});
