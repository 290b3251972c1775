import assert from "node:assert/strict";
import { type Evidence, publishedVerdict, verdictOf } from "@mltl/core";

const rule = { alpha: 0.05, level: 0.95, seeds: 3 };

const clear: Evidence = {
  difference: 0.02,
  seeds: 5,
  overSeeds: { lower: 0.01, upper: 0.03 },
  overItems: { lower: 0.005, upper: 0.035 },
  adjustedP: 0.01,
};

describe("a comparison's verdict", () => {
  const verdict = (more: Partial<Evidence>) => verdictOf({ ...clear, ...more }, rule);

  it("is better or worse where both intervals leave 0 and p is below alpha", () => {
    assert.equal(verdict({}), "better");
    const negative = {
      difference: -0.02,
      overSeeds: { lower: -0.03, upper: -0.01 },
      overItems: { lower: -0.035, upper: -0.005 },
    };
    assert.equal(verdict(negative), "worse");
  });

  it("is not told apart where one of the three fails", () => {
    assert.equal(verdict({ overSeeds: { lower: -0.001, upper: 0.041 } }), "not told apart");
    assert.equal(verdict({ overItems: { lower: 0, upper: 0.04 } }), "not told apart");
    assert.equal(verdict({ adjustedP: 0.05 }), "not told apart");
  });

  it("says what is lacking", () => {
    assert.equal(verdict({ seeds: 2 }), "too few seeds");
    assert.equal(verdict({ overItems: undefined, adjustedP: undefined }), "not tested");
    assert.equal(verdict({ seeds: 0 }), "missing");
    assert.equal(verdictOf(undefined, rule), "missing");
  });
});

describe("a published figure's verdict", () => {
  it("is by our interval over seeds", () => {
    const ours = { n: 5, overSeeds: { lower: 0.7, upper: 0.72 } };
    assert.equal(publishedVerdict(0.71, ours, rule), "reproduced");
    assert.equal(publishedVerdict(0.69, ours, rule), "higher");
    assert.equal(publishedVerdict(0.73, ours, rule), "lower");
    assert.equal(publishedVerdict(undefined, ours, rule), "not known");
    assert.equal(publishedVerdict(0.71, { ...ours, n: 2 }, rule), "too few seeds");
    assert.equal(publishedVerdict(0.71, { n: 0 }, rule), "missing");
  });
});
