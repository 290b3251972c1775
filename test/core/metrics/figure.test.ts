import assert from "node:assert/strict";
import { formatFigure, lowerIsBetter } from "@mltl/core";

describe("figures by their names", () => {
  it("are fractions of which more is better, but for measures of surprise", () => {
    const names = ["f1", "accuracy", "perplexity", "perplexity forward", "bits"];
    assert.deepEqual(names.map(lowerIsBetter), [false, false, true, true, true]);
    assert.equal(formatFigure("f1 PER", 0.6123), "61.2 %");
    assert.equal(formatFigure("perplexity backward", 84.314), "84.31");
  });
});
