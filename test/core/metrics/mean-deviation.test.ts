import assert from "node:assert/strict";
import { meanDeviation } from "@mltl/core";

describe("meanDeviation", () => {
  it("has n - 1 in the denominator", () => {
    assert.deepEqual(meanDeviation([2, 4, 4, 4, 5, 5, 7, 9]), {
      mean: 5,
      sd: Math.sqrt(32 / 7),
      n: 8,
    });
  });

  it("has no spread for one score", () => {
    assert.deepEqual(meanDeviation([0.5]), { mean: 0.5, sd: null, n: 1 });
  });

  it("refuses bad input", () => {
    assert.throws(() => meanDeviation([]), { code: "E_USAGE" });
    assert.throws(() => meanDeviation([1, Number.NaN]), { code: "E_NOT_FINITE" });
  });
});
