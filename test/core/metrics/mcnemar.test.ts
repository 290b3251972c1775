import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mcnemarTest } from "@mltl/core";
import { near } from "./near.js";

const { mcnemar } = JSON.parse(readFileSync("test/core/metrics/golden/classes.json", "utf8")) as {
  mcnemar: [onlyFirst: number, onlySecond: number, p: number][];
};

describe("mcnemarTest", () => {
  for (const [onlyFirst, onlySecond, p] of mcnemar) {
    it(`is scipy's binomial test: ${onlyFirst} to ${onlySecond}`, () => {
      const count = onlyFirst + onlySecond + 20;
      const gold = new Array<number>(count).fill(1);
      const first = gold.map((_, i) => (i < onlyFirst ? 1 : 0));
      const second = gold.map((_, i) => (i >= onlyFirst && i < onlyFirst + onlySecond ? 1 : 0));
      const found = mcnemarTest(gold, first, second);
      assert.deepEqual([found.onlyFirst, found.onlySecond], [onlyFirst, onlySecond]);
      near(found.p, p, 1e-10);
    });
  }

  it("is 1 where the classifiers never differ", () => {
    assert.deepEqual(mcnemarTest([0, 1], [0, 0], [0, 2]), { onlyFirst: 0, onlySecond: 0, p: 1 });
  });

  it("refuses bad input", () => {
    assert.throws(() => mcnemarTest([], [], []), { code: "E_USAGE" });
    assert.throws(() => mcnemarTest([0], [0], [0, 1]), { code: "E_USAGE" });
  });
});
