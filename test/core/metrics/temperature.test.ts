import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import {
  applyTemperature,
  argmaxRows,
  fitTemperature,
  negativeLogLikelihood,
  randomStream,
} from "@mltl/core";
import fc from "fast-check";
import { near } from "./near.js";

interface Case {
  name: string;
  classes: number;
  gold: number[];
  logits: number[];
  logLoss: number;
  temperature: number;
  logLossScaled: number;
}

const { cases } = JSON.parse(readFileSync("test/core/metrics/golden/classes.json", "utf8")) as {
  cases: Case[];
};

describe("temperature scaling", () => {
  for (const { name, classes, gold, logits, ...expected } of cases) {
    it(`finds the minimum that scipy finds: ${name}`, () => {
      const fit = fitTemperature(gold, logits, classes);
      near(fit.temperature, expected.temperature, 1e-5 * expected.temperature);
      near(fit.nllBefore, expected.logLoss);
      near(fit.nllAfter, expected.logLossScaled);
      assert.equal(fit.determined, true);
      const scaled = applyTemperature(logits, classes, fit.temperature);
      near(negativeLogLikelihood(gold, scaled, classes), fit.nllAfter);
      assert.deepEqual(argmaxRows(scaled, classes), argmaxRows(logits, classes));
    });
  }

  it("recovers the temperature that labels were drawn at", () => {
    const random = randomStream("temperature");
    const [items, classes] = [20_000, 5];
    const logits = Array.from({ length: items * classes }, () => 4 * random.normal());
    const truth = applyTemperature(logits, classes, 2.5);
    const gold = Array.from({ length: items }, (_, i) => {
      let left = random.next();
      let label = 0;
      while (label < classes - 1 && left >= truth[i * classes + label]) {
        left -= truth[i * classes + label++];
      }
      return label;
    });
    near(fitTemperature(gold, logits, classes).temperature, 2.5, 0.1);
  });

  it("fits scaled logits by the scaled temperature", () => {
    const { gold, logits, classes } = cases[1];
    const { temperature } = fitTemperature(gold, logits, classes);
    for (const factor of [0.01, 0.5, 30]) {
      const scaled = logits.map((x) => factor * x);
      near(fitTemperature(gold, scaled, classes).temperature / factor, temperature, 1e-6);
    }
  });

  it("takes logarithms of probabilities for logits", () => {
    const { gold, logits, classes, temperature } = cases[1];
    const logs = applyTemperature(logits, classes, 1).map(Math.log);
    near(fitTemperature(gold, logs, classes).temperature, temperature, 1e-4);
  });

  it("never makes dev worse, and is not moved by a row's offset", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 30 }), (seed, items) => {
        const random = randomStream("fit", seed);
        const gold = Array.from({ length: items }, () => random.integer(3));
        const logits = Array.from({ length: items * 3 }, () => 10 * random.normal());
        const fit = fitTemperature(gold, logits, 3);
        assert.ok(fit.nllAfter <= fit.nllBefore + 1e-12);
        assert.ok(fit.temperature >= 1e-3 * (1 - 1e-6) && fit.temperature <= 1e3 * (1 + 1e-6));
        const moved = fitTemperature(
          gold,
          logits.map((x, i) => x + 5 * Math.floor(i / 3)),
          3,
        );
        near(moved.nllAfter, fit.nllAfter, 1e-6);
      }),
    );
  });

  it("says when the data leave the temperature open", () => {
    const right = fitTemperature([0, 1], [3, 1, 2, 4], 2);
    assert.equal(right.determined, false);
    assert.ok(right.temperature < 0.1);
    const wrong = fitTemperature([1, 0], [3, 1, 2, 4], 2);
    assert.equal(wrong.determined, false);
    near(wrong.temperature, 1000, 1);
    const flat = fitTemperature([1, 0], [1, 1, 2, 2], 2);
    assert.deepEqual([flat.determined, flat.temperature], [false, 1]);
  });

  it("refuses bad input", () => {
    assert.throws(() => fitTemperature([], [], 2), { code: "E_USAGE" });
    assert.throws(() => fitTemperature([0], [1, Infinity], 2), { code: "E_NOT_FINITE" });
    assert.throws(() => fitTemperature([2], [1, 0], 2), { code: "E_USAGE" });
    assert.throws(() => applyTemperature([1, 0], 2, 0), { code: "E_USAGE" });
    assert.throws(() => applyTemperature([1, 0, 2], 2, 1), { code: "E_USAGE" });
  });
});
