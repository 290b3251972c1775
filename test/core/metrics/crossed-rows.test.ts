import assert from "node:assert/strict";
import { approximateRandomization, crossedRows, randomStream, spanF1 } from "@mltl/core";
import { near } from "./near.js";

type Rows = number[][];

const totalsOf = (rows: Rows) =>
  Float64Array.from(rows[0], (_, j) => rows.reduce((sum, row) => sum + row[j], 0));

const meanF1 = (seeds: readonly Rows[]) =>
  seeds.reduce((sum, rows) => sum + spanF1(totalsOf(rows)), 0) / seeds.length;

describe("crossedRows", () => {
  const random = randomStream("crossed");
  const system = () =>
    Array.from({ length: 3 }, () =>
      Array.from({ length: 8 }, (_, i) => [random.integer(3), 2 + (i % 3), 2 + (i % 2)]),
    );

  it("score the mean over seeds", () => {
    const seeds = system();
    const { rows, statistic } = crossedRows([seeds], spanF1);
    assert.deepEqual([rows.length, rows[0].length], [8, 9]);
    near(statistic(totalsOf(rows)), meanF1(seeds));
  });

  it("are tested as by every swap of a unit's answers in all seeds at once", () => {
    for (let trial = 0; trial < 4; trial++) {
      const [a, b] = [system(), system()];
      const observed = Math.abs(meanF1(a) - meanF1(b));
      let asLarge = 0;
      for (let mask = 0; mask < 256; mask++) {
        const swap = (x: Rows[], y: Rows[]) =>
          x.map((rows, seed) => rows.map((row, i) => (mask & (1 << i) ? y[seed][i] : row)));
        if (Math.abs(meanF1(swap(a, b)) - meanF1(swap(b, a))) >= observed - 1e-10) asLarge++;
      }
      const [first, second] = [crossedRows([a], spanF1), crossedRows([b], spanF1)];
      const { p, difference } = approximateRandomization(first.rows, second.rows, first.statistic);
      near(Math.abs(difference), observed);
      near(p, asLarge / 256, 0.02);
    }
  });

  it("set folds below each other", () => {
    const [one, two] = [system(), system()];
    const { rows, statistic } = crossedRows([one, two], spanF1);
    assert.equal(rows.length, 16);
    near(statistic(totalsOf(rows)), meanF1(one.map((seed, i) => [...seed, ...two[i]])));
  });

  it("refuse seeds on other units", () => {
    const [first, second] = system();
    assert.throws(() => crossedRows([[first, second.slice(1)]], spanF1), {
      code: "E_USAGE",
      message: /Expected 8 units for a seed of fold 0, received 7/,
    });
    assert.throws(() => crossedRows([], spanF1), { code: "E_USAGE" });
  });
});
