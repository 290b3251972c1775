import assert from "node:assert/strict";
import {
  applyTemperature,
  expectedCalibrationError,
  randomStream,
  reliabilityBins,
} from "@mltl/core";
import fc from "fast-check";
import { near } from "./near.js";

/** The definition, bin by bin, without a formula for a bin's index. */
function bruteForce(gold: number[], probabilities: ArrayLike<number>, classes: number, M: number) {
  const rows = gold.map((label, i) => {
    const own = Array.from({ length: classes }, (_, j) => probabilities[i * classes + j]);
    const confidence = Math.max(...own);
    return { confidence, right: own.indexOf(confidence) === label };
  });
  let total = 0;
  for (let m = 1; m <= M; m++) {
    const inside = rows.filter((row) => row.confidence > (m - 1) / M && row.confidence <= m / M);
    if (inside.length === 0) continue;
    const accuracy = inside.filter(({ right }) => right).length / inside.length;
    const confidence = inside.reduce((sum, row) => sum + row.confidence, 0) / inside.length;
    total += (inside.length / rows.length) * Math.abs(accuracy - confidence);
  }
  return total;
}

describe("calibration", () => {
  it("is the definition's on drawn classifiers", () => {
    const shape = fc.record({
      seed: fc.nat(),
      items: fc.integer({ min: 1, max: 60 }),
      classes: fc.integer({ min: 2, max: 7 }),
      bins: fc.integer({ min: 1, max: 30 }),
    });
    fc.assert(
      fc.property(shape, ({ seed, items, classes, bins }) => {
        const random = randomStream(seed);
        const gold = Array.from({ length: items }, () => random.integer(classes));
        const logits = Array.from({ length: items * classes }, () => 3 * random.normal());
        const probabilities = applyTemperature(logits, classes, 1);
        const found = expectedCalibrationError(gold, probabilities, classes, { bins });
        near(found, bruteForce(gold, probabilities, classes, bins));
        assert.ok(found >= 0 && found <= 1);
      }),
    );
  });

  it("puts a confidence on an edge into the bin below it, whatever its binary digits", () => {
    for (let bins = 2; bins <= 60; bins++) {
      for (let i = Math.ceil(bins / 2); i <= bins; i++) {
        const p = i / bins;
        const found = reliabilityBins([0], [p, 1 - p], 2, { bins });
        assert.equal(
          found.findIndex(({ count }) => count > 0),
          i - 1,
          `${i} / ${bins}`,
        );
      }
    }
  });

  it("shows accuracy and confidence bin by bin", () => {
    const bins = reliabilityBins([0, 1, 1], [0.7, 0.3, 0.8, 0.2, 0.1, 0.9], 2, { bins: 2 });
    assert.deepEqual(bins[0], { lower: 0, upper: 0.5, count: 0, confidence: 0, accuracy: 0 });
    assert.equal(bins[1].count, 3);
    near(bins[1].confidence, 0.8);
    near(bins[1].accuracy, 2 / 3);
  });

  it("is 0 for the sure and right, 1 for the sure and wrong", () => {
    assert.equal(expectedCalibrationError([0, 1], [1, 0, 0, 1], 2), 0);
    assert.equal(expectedCalibrationError([1, 0], [1, 0, 0, 1], 2), 1);
  });

  it("refuses bad input", () => {
    assert.throws(() => expectedCalibrationError([], [], 2), { code: "E_USAGE" });
    assert.throws(() => expectedCalibrationError([0], [1, 0], 2, { bins: 0 }), { code: "E_USAGE" });
    assert.throws(() => expectedCalibrationError([0], [2, 1], 2), { code: "E_USAGE" });
    assert.throws(() => expectedCalibrationError([0], [Number.NaN, 1], 2), {
      code: "E_NOT_FINITE",
    });
  });
});
