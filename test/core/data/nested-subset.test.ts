import assert from "node:assert/strict";
import { nestedSubset } from "@mltl/core";

describe("nestedSubset of strata", () => {
  /** 60 of class 0, 30 of class 1, 10 of class 2. */
  const classOf = (i: number) => (i % 10 < 6 ? 0 : i % 10 < 9 ? 1 : 2);
  const perClass = (chosen: readonly number[]) =>
    [0, 1, 2].map((label) => chosen.filter((i) => classOf(i) === label).length);

  it("takes the fraction of each", () => {
    assert.deepEqual(perClass(nestedSubset(100, 0.1, 1, classOf)), [6, 3, 1]);
    assert.deepEqual(perClass(nestedSubset(100, 0.25, 1, classOf)), [15, 8, 3]);
    assert.deepEqual(perClass(nestedSubset(100, 1, 1, classOf)), [60, 30, 10]);
  });

  it("leaves none out, however small the fraction", () => {
    assert.deepEqual(perClass(nestedSubset(100, 0.001, 1, classOf)), [1, 1, 1]);
  });

  it("has the smaller fraction within the larger one", () => {
    for (const seed of [1, 2, 3]) {
      const fractions = [0.01, 0.1, 0.25, 0.5, 1].map((f) => nestedSubset(100, f, seed, classOf));
      for (const [i, larger] of fractions.slice(1).entries()) {
        assert.ok(fractions[i].every((index) => larger.includes(index)));
        assert.ok(larger.every((index, at) => at === 0 || index > larger[at - 1]));
      }
    }
    assert.notDeepEqual(nestedSubset(100, 0.1, 1, classOf), nestedSubset(100, 0.1, 2, classOf));
  });
});
