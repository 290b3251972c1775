import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { applyTemperature, brierScore, negativeLogLikelihood } from "@mltl/core";
import { near } from "./near.js";

interface Golden {
  cases: {
    name: string;
    classes: number;
    gold: number[];
    logits: number[];
    logLoss: number;
    brier: number;
  }[];
  clipped: { gold: number[]; probabilities: number[]; logLoss: number };
}

const { cases, clipped } = JSON.parse(
  readFileSync("test/core/metrics/golden/classes.json", "utf8"),
) as Golden;

describe("scores of probabilities", () => {
  for (const { name, classes, gold, logits, logLoss, brier } of cases) {
    it(`are scikit-learn's: ${name}`, () => {
      const probabilities = applyTemperature(logits, classes, 1);
      near(negativeLogLikelihood(gold, probabilities, classes), logLoss);
      near(brierScore(gold, probabilities, classes), brier);
    });
  }

  it("bound what a sure mistake costs, as scikit-learn does", () => {
    near(negativeLogLikelihood(clipped.gold, clipped.probabilities, 2), clipped.logLoss);
  });

  it("are 0 for the sure and right, and 2 (Brier) for the sure and wrong", () => {
    assert.equal(brierScore([1], [0, 1], 2), 0);
    assert.equal(negativeLogLikelihood([1], [0, 1], 2), 0);
    assert.equal(brierScore([0], [0, 1], 2), 2);
  });

  it("take 32-bit probabilities", () => {
    near(brierScore([0], Float32Array.of(0.1, 0.2, 0.7), 3), 0.81 + 0.04 + 0.49, 1e-6);
  });

  for (const score of [negativeLogLikelihood, brierScore]) {
    it(`${score.name} refuses what is no distribution`, () => {
      assert.throws(() => score([0], [0.5, Number.NaN], 2), { code: "E_NOT_FINITE" });
      assert.throws(() => score([0], [2, -1], 2), { code: "E_USAGE" });
      assert.throws(() => score([0], [3.5, 1.5], 2), /sum of 1 .* received 5/);
      assert.throws(() => score([2], [0.5, 0.5], 2), /gold\[0\]/);
      assert.throws(() => score([0, 1], [0.5, 0.5], 2), { code: "E_USAGE" });
      assert.throws(() => score([], [], 2), { code: "E_USAGE" });
    });
  }
});
