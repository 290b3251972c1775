import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { holmAdjust } from "@mltl/core";
import { near } from "./near.js";

const { holm } = JSON.parse(readFileSync("test/core/metrics/golden/classes.json", "utf8")) as {
  holm: { p: number[]; adjusted: number[] }[];
};

describe("holmAdjust", () => {
  for (const { p, adjusted } of holm) {
    it(`is statsmodels': ${p.join(", ")}`, () => {
      holmAdjust(p).forEach((value, i) => {
        near(value, adjusted[i]);
      });
    });
  }

  it("has nothing to say about no tests", () => {
    assert.deepEqual(holmAdjust([]), []);
  });

  it("refuses what is no p", () => {
    assert.throws(() => holmAdjust([0.5, Number.NaN]), { code: "E_USAGE" });
    assert.throws(() => holmAdjust([1.5]), /pValues\[0\], received 1.5/);
  });
});
