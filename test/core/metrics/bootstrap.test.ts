import assert from "node:assert/strict";
import {
  bootstrap,
  bootstrapCounts,
  bootstrapSeeds,
  randomStream,
  spanCountRows,
  spanF1,
  spanScores,
} from "@mltl/core";
import { near } from "./near.js";
import { span } from "./spans.js";

const ratio = ([right, all]: Float64Array) => right / all;

/** Right or wrong, right with this probability. */
function answers(units: number, probability: number, key: number | string): number[][] {
  const random = randomStream("answers", key);
  return Array.from({ length: units }, () => [random.next() < probability ? 1 : 0, 1]);
}

describe("the bootstrap", () => {
  it("is the normal interval of a proportion in large samples", () => {
    const rows = answers(2000, 0.7, 1);
    const { estimate, lower, upper } = bootstrapCounts(rows, ratio, { resamples: 4000 });
    const half = 1.96 * Math.sqrt((estimate * (1 - estimate)) / rows.length);
    near(upper - estimate, half, 0.1 * half);
    near(estimate - lower, half, 0.1 * half);
  });

  it("holds the true proportion about as often as it says", () => {
    let held = 0;
    for (let trial = 0; trial < 400; trial++) {
      const { lower, upper } = bootstrapCounts(answers(100, 0.6, trial), ratio, {
        resamples: 300,
        level: 0.9,
        seed: trial,
      });
      if (lower <= 0.6 && 0.6 <= upper) held++;
    }
    near(held / 400, 0.9, 0.045);
  });

  it("draws the same from counts as from the units themselves", () => {
    const rows = answers(50, 0.5, 2);
    const options = { seed: 7, resamples: 200 };
    assert.deepEqual(
      bootstrapCounts(rows, ratio, options),
      bootstrap(
        50,
        (drawn) => drawn.reduce((sum, unit) => sum + rows[unit][0], 0) / drawn.length,
        options,
      ),
    );
  });

  it("depends on its seed alone", () => {
    const rows = answers(60, 0.5, 3);
    const run = (seed: number) => bootstrapCounts(rows, ratio, { seed, resamples: 100 });
    assert.deepEqual(run(1), run(1));
    assert.notDeepEqual(run(1), run(2));
  });

  it("takes percentiles between order statistics as numpy does", () => {
    // numpy.quantile([0, 1, ..., 10], [0.1, 0.9]) and ([0, 1, 2], [0.25, 0.75])
    const scoresOf = (values: number[]) => {
      let at = -1;
      return () => (at < 0 ? values[++at] : values[at++]);
    };
    const run = (values: number[], level: number) =>
      bootstrap(2, scoresOf(values), { resamples: values.length, level });
    const eleven = run([0, 10, 1, 9, 2, 8, 3, 7, 4, 6, 5], 0.8);
    near(eleven.lower, 1);
    near(eleven.upper, 9);
    const three = run([2, 0, 1], 0.5);
    near(three.lower, 0.5);
    near(three.upper, 1.5);
  });

  it("puts an interval around span F1, of any schema and type", () => {
    const gold = [[span("PER", 0, 2)], [span("LOC", 1, 3), span("PER", 4, 5)], []];
    const predicted = [[span("PER", 0, 2)], [span("LOC", 1, 2)], [span("LOC", 0, 1)]];
    assert.deepEqual(spanCountRows(gold, predicted), [
      [1, 1, 1],
      [0, 2, 1],
      [0, 0, 1],
    ]);
    assert.deepEqual(spanCountRows(gold, predicted, { schema: "partial", type: "LOC" }), [
      [0, 0, 0],
      [0.5, 1, 1],
      [0, 0, 1],
    ]);
    const { estimate, lower, upper } = bootstrapCounts(spanCountRows(gold, predicted), spanF1);
    assert.equal(estimate, spanScores(gold, predicted).all.f1);
    assert.deepEqual([lower, upper], [0, 1]);
  });

  it("resamples a test set's worth of sentences in no time", () => {
    const random = randomStream("sentences");
    const rows = Array.from({ length: 3500 }, () => {
      const gold = random.integer(4);
      return [random.integer(gold + 1), gold, random.integer(4) + gold];
    });
    const start = performance.now();
    bootstrapCounts(rows, spanF1, { resamples: 1000 });
    assert.ok(performance.now() - start < 2000);
  });

  it("refuses bad input", () => {
    const rows = answers(10, 0.5, 4);
    const resamples = 10;
    assert.throws(() => bootstrapCounts([], ratio), { code: "E_USAGE" });
    assert.throws(() => bootstrapCounts([[1, 1]], ratio), /rows\.length, received 1/);
    assert.throws(() => bootstrapCounts([[1, 1], [1]], ratio), /rows\[1\]/);
    assert.throws(() => bootstrapCounts([[1], [Number.NaN]], ([x]) => x), {
      code: "E_NOT_FINITE",
    });
    assert.throws(() => bootstrapCounts(rows, ratio, { resamples: 0 }), { code: "E_USAGE" });
    assert.throws(() => bootstrapCounts(rows, ratio, { level: 95 }), { code: "E_USAGE" });
    assert.throws(() => bootstrapCounts(rows, () => Number.NaN, { resamples }), {
      code: "E_NOT_FINITE",
    });
  });
});

describe("the bootstrap over seeds and units", () => {
  it("is that over units where all seeds agree", () => {
    const rows = answers(200, 0.6, 5);
    const options = { resamples: 3000 };
    const one = bootstrapCounts(rows, ratio, options);
    const three = bootstrapSeeds([rows, rows, rows], ratio, options);
    near(three.estimate, one.estimate);
    near(three.lower, one.lower, 0.01);
    near(three.upper, one.upper, 0.01);
  });

  it("is wider where seeds differ", () => {
    const seeds = [0.5, 0.6, 0.7, 0.8].map((p, i) => answers(400, p, `seed ${i}`));
    const both = bootstrapSeeds(seeds, ratio);
    const summed = seeds[0].map((_, unit) => [
      seeds.reduce((sum, rows) => sum + rows[unit][0], 0),
      seeds.length,
    ]);
    const units = bootstrapCounts(summed, ratio);
    near(both.estimate, units.estimate);
    assert.ok(both.upper - both.lower > 2 * (units.upper - units.lower));
  });

  it("refuses seeds of other units", () => {
    assert.throws(() => bootstrapSeeds([], ratio), { code: "E_USAGE" });
    assert.throws(() => bootstrapSeeds([answers(5, 1, 0), answers(6, 1, 0)], ratio), {
      code: "E_USAGE",
    });
  });
});
