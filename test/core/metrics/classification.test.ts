import assert from "node:assert/strict";
import { argmaxRows, classificationMetrics, confusionMatrix } from "@mltl/core";

describe("classification metrics", () => {
  it("count gold against predicted", () => {
    assert.deepEqual(confusionMatrix([0, 0, 1, 2], [0, 1, 1, 1], 3), [
      [1, 1, 0],
      [0, 1, 0],
      [0, 1, 0],
    ]);
  });

  it("are those of scikit-learn on a worked example", () => {
    const { accuracy, balancedAccuracy, macroF1 } = classificationMetrics(
      confusionMatrix([0, 0, 0, 1, 1, 2], [0, 0, 1, 1, 0, 2], 3),
    );
    assert.ok(Math.abs(accuracy - 4 / 6) < 1e-12);
    assert.ok(Math.abs(balancedAccuracy - (2 / 3 + 1 / 2 + 1) / 3) < 1e-12);
    assert.ok(Math.abs(macroF1 - (2 / 3 + 1 / 2 + 1) / 3) < 1e-12);
  });

  it("leave out classes that don't occur", () => {
    const { balancedAccuracy } = classificationMetrics(confusionMatrix([0, 0], [0, 1], 7));
    assert.equal(balancedAccuracy, 0.5);
  });

  it("take the first of equal largest numbers", () => {
    assert.deepEqual([...argmaxRows([0.1, 0.9, 0.5, 0.5], 2)], [1, 0]);
  });
});
