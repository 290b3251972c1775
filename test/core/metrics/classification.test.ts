import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { argmaxRows, classificationMetrics, classScores, confusionMatrix } from "@mltl/core";
import { near } from "./near.js";

interface Case {
  name: string;
  classes: number;
  gold: number[];
  logits: number[];
  predicted: number[];
  confusion: number[][];
  precision: number[];
  recall: number[];
  f1: number[];
  support: number[];
  accuracy: number;
  balancedAccuracy: number;
  macroF1: { seen: number; gold: number; all: number };
}

const { cases } = JSON.parse(readFileSync("test/core/metrics/golden/classes.json", "utf8")) as {
  cases: Case[];
};

describe("classification metrics", () => {
  it("count gold against predicted", () => {
    assert.deepEqual(confusionMatrix([0, 0, 1, 2], [0, 1, 1, 1], 3), [
      [1, 1, 0],
      [0, 1, 0],
      [0, 1, 0],
    ]);
  });

  for (const expected of cases) {
    it(`are scikit-learn's: ${expected.name}`, () => {
      const { gold, classes, logits } = expected;
      const predicted = argmaxRows(logits, classes);
      assert.deepEqual([...predicted], expected.predicted);
      const matrix = confusionMatrix(gold, predicted, classes);
      assert.deepEqual(matrix, expected.confusion);
      classScores(matrix).forEach((score, i) => {
        near(score.precision, expected.precision[i]);
        near(score.recall, expected.recall[i]);
        near(score.f1, expected.f1[i]);
        assert.equal(score.support, expected.support[i]);
      });
      const { accuracy, balancedAccuracy, macroF1 } = classificationMetrics(matrix);
      near(accuracy, expected.accuracy);
      near(balancedAccuracy, expected.balancedAccuracy);
      near(macroF1, expected.macroF1.seen);
      for (const macroOver of ["seen", "gold", "all"] as const) {
        near(classificationMetrics(matrix, { macroOver }).macroF1, expected.macroF1[macroOver]);
      }
    });
  }

  it("leave classes that don't occur out of balanced accuracy", () => {
    const { balancedAccuracy } = classificationMetrics(confusionMatrix([0, 0], [0, 1], 7));
    assert.equal(balancedAccuracy, 0.5);
  });

  it("take the first of equal largest numbers", () => {
    assert.deepEqual([...argmaxRows([0.1, 0.9, 0.5, 0.5], 2)], [1, 0]);
  });

  it("refuse what they can't count", () => {
    assert.throws(() => confusionMatrix([], [], 3), { code: "E_USAGE" });
    assert.throws(() => confusionMatrix([0, 1], [0], 3), { code: "E_USAGE" });
    assert.throws(() => confusionMatrix([0, 3], [0, 1], 3), /gold\[1\], received 3/);
    assert.throws(() => confusionMatrix([0, 1], [0, -1], 3), /predicted\[1\], received -1/);
    assert.throws(() => confusionMatrix([0, 1], [0, 0.5], 3), { code: "E_USAGE" });
    assert.throws(() => classificationMetrics([[0]]), { code: "E_USAGE" });
    assert.throws(() => classScores([[1, 2]]), { code: "E_USAGE" });
  });

  it("refuse rows that they can't compare", () => {
    assert.throws(() => argmaxRows([0.5, Number.NaN], 2), { code: "E_NOT_FINITE" });
    assert.throws(() => argmaxRows([0.5, 0.2, 0.3], 2), { code: "E_USAGE" });
    assert.throws(() => argmaxRows(new Float32Array(300), 300), { code: "E_USAGE" });
  });
});
