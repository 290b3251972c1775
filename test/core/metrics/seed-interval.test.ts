import assert from "node:assert/strict";
import { seedInterval, studentQuantile } from "@mltl/core";
import { near } from "./near.js";

describe("studentQuantile", () => {
  it("has the values of the tables", () => {
    const known: [number, number, number][] = [
      [0.95, 1, 12.7062047],
      [0.95, 2, 4.30265273],
      [0.95, 4, 2.77644511],
      [0.95, 9, 2.26215716],
      [0.99, 5, 4.03214298],
      [0.9, 30, 1.69726089],
    ];
    for (const [probability, degrees, t] of known) {
      near(studentQuantile(probability, degrees), t, 1e-7);
    }
  });

  it("refuses what is no probability or no degree of freedom", () => {
    assert.throws(() => studentQuantile(1, 3), { code: "E_USAGE" });
    assert.throws(() => studentQuantile(0.95, 0), { code: "E_USAGE" });
  });
});

describe("seedInterval", () => {
  it("is Student's, around the mean", () => {
    const { lower, upper } = seedInterval([0.7, 0.72, 0.74]) as { lower: number; upper: number };
    near(lower, 0.72 - (4.30265273 * 0.02) / Math.sqrt(3), 1e-8);
    near(upper, 0.72 + (4.30265273 * 0.02) / Math.sqrt(3), 1e-8);
  });

  it("is none of a single seed", () => {
    assert.equal(seedInterval([0.7]), undefined);
  });
});
