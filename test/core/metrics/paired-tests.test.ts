import assert from "node:assert/strict";
import { approximateRandomization, pairedBootstrap, randomStream, spanF1 } from "@mltl/core";
import { near } from "./near.js";

const ratio = ([right, all]: Float64Array) => right / all;

type Rows = number[][];
type Score = (totals: Float64Array) => number;

const totalsOf = (rows: Rows) =>
  Float64Array.from(rows[0], (_, j) => rows.reduce((sum, row) => sum + row[j], 0));

/** The p of all 2^units swaps. */
function exactRandomization(a: Rows, b: Rows, score: Score): number {
  const difference = (x: Rows, y: Rows) => Math.abs(score(totalsOf(x)) - score(totalsOf(y)));
  const observed = difference(a, b);
  let asLarge = 0;
  for (let mask = 0; mask < 2 ** a.length; mask++) {
    const swap = (x: Rows, y: Rows) => x.map((row, i) => (mask & (1 << i) ? y[i] : row));
    if (difference(swap(a, b), swap(b, a)) >= observed - 1e-10) asLarge++;
  }
  return asLarge / 2 ** a.length;
}

/** Two systems of this accuracy. */
function systems(units: number, first: number, second: number, key: string): [Rows, Rows] {
  const random = randomStream("systems", key);
  const draw = (p: number) =>
    Array.from({ length: units }, () => [random.next() < p ? 1 : 0, 1] as number[]);
  return [draw(first), draw(second)];
}

describe("approximateRandomization", () => {
  it("nears the exact p of all swaps, for accuracy and for F1", () => {
    const random = randomStream("exact");
    for (let trial = 0; trial < 6; trial++) {
      const draw = () =>
        Array.from({ length: 10 }, (_, i) => [random.integer(3), 2 + (i % 3), 2 + (i % 2)]);
      const [a, b] = [draw(), draw()];
      for (const score of [spanF1, ([x]: Float64Array) => x]) {
        const { p, difference } = approximateRandomization(a, b, score, { seed: trial });
        near(difference, score(totalsOf(a)) - score(totalsOf(b)));
        near(p, exactRandomization(a, b, score), 0.02);
      }
    }
  });

  it("gives equal systems p = 1", () => {
    const [a] = systems(30, 0.5, 0.5, "same");
    const { difference, p } = approximateRandomization(a, a, ratio, { resamples: 100 });
    assert.deepEqual([difference, p], [0, 1]);
  });

  it("never gives p = 0", () => {
    const [a, b] = systems(100, 1, 0, "far");
    assert.equal(approximateRandomization(a, b, ratio, { resamples: 99 }).p, 1 / 100);
  });

  it("is two-sided", () => {
    const [a, b] = systems(80, 0.7, 0.6, "sides");
    near(
      approximateRandomization(a, b, ratio, { resamples: 4000 }).p,
      approximateRandomization(b, a, ratio, { resamples: 4000, seed: 1 }).p,
      0.03,
    );
  });

  it("finds a difference among equals about as often as it says", () => {
    let found = 0;
    for (let trial = 0; trial < 300; trial++) {
      const [a, b] = systems(60, 0.6, 0.6, `null ${trial}`);
      if (approximateRandomization(a, b, ratio, { resamples: 200, seed: trial }).p <= 0.1) found++;
    }
    assert.ok(found / 300 < 0.14, `${found} of 300`);
  });
});

describe("pairedBootstrap", () => {
  it("nears half the two-sided p for a sum over many units", () => {
    const [a, b] = systems(500, 0.66, 0.6, "half");
    const { p, difference, interval } = pairedBootstrap(a, b, ratio);
    near(p, approximateRandomization(a, b, ratio).p / 2, 0.01);
    assert.equal(interval.estimate, difference);
    assert.ok(interval.lower < difference && difference < interval.upper);
  });

  it("asks for the better one, whichever comes first", () => {
    const [a, b] = systems(200, 0.7, 0.6, "better");
    const [one, other] = [pairedBootstrap(a, b, ratio), pairedBootstrap(b, a, ratio)];
    assert.equal(one.difference, -other.difference);
    assert.equal(one.p, other.p);
  });

  it("gives equal systems p = 1", () => {
    const [a] = systems(30, 0.5, 0.5, "same");
    assert.equal(pairedBootstrap(a, a, ratio, { resamples: 100 }).p, 1);
  });
});

for (const test of [approximateRandomization, pairedBootstrap]) {
  describe(test.name, () => {
    it("depends on its seed alone", () => {
      const [a, b] = systems(60, 0.6, 0.6, "seed");
      const run = (seed: number) => test(a, b, ratio, { seed, resamples: 300 });
      assert.deepEqual(run(1), run(1));
      assert.ok(new Set([1, 2, 3, 4].map((seed) => run(seed).p)).size > 1);
    });

    it("refuses systems of other units", () => {
      const [a, b] = systems(10, 0.5, 0.5, "bad");
      assert.throws(() => test(a, b.slice(1), ratio), { code: "E_USAGE" });
      assert.throws(
        () =>
          test(
            a,
            b.map(([x]) => [x]),
            ratio,
          ),
        { code: "E_USAGE" },
      );
      assert.throws(() => test([], [], ratio), { code: "E_USAGE" });
      assert.throws(() => test(a, b, ratio, { resamples: 0 }), { code: "E_USAGE" });
      assert.throws(() => test(a, b, () => Number.NaN), { code: "E_NOT_FINITE" });
    });
  });
}
