import assert from "node:assert/strict";
import { existsSync, rmSync } from "node:fs";
import path from "node:path";
import { planExperiment, runExperiment, secondsMissing, summarise } from "@mltl/core";
import { needsNative } from "../engine/child.js";
import { pointsExperiment, pointsLevel, TWO_PLANS } from "./points-experiment.js";

describe("planExperiment", function () {
  this.timeout(60_000);

  it("shows what is there, and estimates from other seeds, each missing level once", async function () {
    needsNative(this);
    const experiment = pointsExperiment(TWO_PLANS, { seeds: [1, 2] });
    const all = await experiment.cells();
    await runExperiment(all.slice(0, 1), experiment.places);
    const planned = await planExperiment(all, all, { ...experiment.places, pilots: false });
    const shown = planned.map(({ cell, status, levels }) => [
      cell.id,
      status,
      ...levels.map((level) => [level.status, level.basis]),
    ]);
    assert.deepEqual(shown, [
      ["slow/fraction=1/seed=1", "cached", ["cached", undefined], ["cached", undefined]],
      ["fast/fraction=1/seed=1", "begun", ["cached", undefined], ["missing", undefined]],
      ["slow/fraction=1/seed=2", "missing", ["missing", "seeds"], ["missing", "seeds"]],
      ["fast/fraction=1/seed=2", "missing", ["missing", "seeds"], ["missing", undefined]],
    ]);
    const [source, target] = planned[2].levels;
    assert.equal(planned[3].levels[0].key, source.key);
    assert.deepEqual(secondsMissing(planned), {
      seconds: (source.seconds as number) + (target.seconds as number),
      unknown: 2,
    });
  });

  it("times what no seed has finished by a few steps, once, and keeps nothing else", async function () {
    needsNative(this);
    const level = pointsLevel({
      data: { set: "points", pause: 5 },
      stages: [
        { name: "one", epochs: 40, rate: 0.01 },
        { name: "two", steps: 600, rate: 0.01 },
      ],
    });
    const experiment = pointsExperiment({ long: [level] }, { seeds: [1, 2] });
    const all = await experiment.cells();
    const timed: string[] = [];
    const options = {
      ...experiment.places,
      pilots: true,
      onPilot: (_: unknown, name: string) => timed.push(name),
    };
    const planned = await planExperiment(all, all, options);
    assert.deepEqual(timed, ["target"]);
    assert.deepEqual(
      planned.map(({ levels }) => levels[0].basis),
      ["pilot", "pilot"],
    );
    const seconds = planned[0].levels[0].seconds as number;
    assert.ok(seconds > 1000 * 0.005 && seconds < 100, `${seconds} s for 1000 steps of 5 ms`);
    await planExperiment(all, all, options);
    assert.deepEqual(timed, ["target"]);
    assert.equal(existsSync(path.join(experiment.places.cache, "levels")), false);
  });

  it("says why a pilot failed, once", async function () {
    needsNative(this);
    const experiment = pointsExperiment({ plain: [pointsLevel()] }, { seeds: [1, 2] });
    const all = await experiment.cells();
    rmSync(path.join(experiment.places.dataRoot, "points"), { recursive: true });
    const failures: string[] = [];
    const planned = await planExperiment(all, all, {
      ...experiment.places,
      pilots: true,
      onPilotFailed: (_cell, level, { message }) => failures.push(`${level}: ${message}`),
    });
    assert.equal(failures.length, 1);
    assert.match(failures[0], /target: .*no such file.*points\.json/);
    assert.deepEqual(secondsMissing(planned), { seconds: 0, unknown: 2 });
  });
});

describe("summarise", () => {
  it("gives mean, sample deviation and number of seeds for each figure", async function () {
    this.timeout(60_000);
    const experiment = pointsExperiment({ plain: [pointsLevel()] }, { seeds: [1, 2, 3] });
    const cells = await experiment.cells();
    const result = (accuracy: number) =>
      ({ metrics: { dev: { accuracy, margin: 0 }, test: { accuracy: accuracy / 2 } } }) as never;
    const outcomes = [
      { cell: cells[0], status: "done", result: result(0.5) },
      { cell: cells[1], status: "cached", result: result(0.7) },
      { cell: cells[2], status: "missing" },
    ] as const;
    const [row, ...others] = summarise(outcomes, { metrics: ["accuracy"], splits: ["test*"] });
    assert.equal(others.length, 0);
    const { mean, sd, ...rest } = row;
    assert.ok(Math.abs(mean - 0.3) < 1e-12);
    assert.ok(Math.abs((sd as number) - Math.SQRT2 * 0.05) < 1e-12);
    assert.deepEqual(rest, {
      ...{ plan: "plain", fraction: 1, split: "test", metric: "accuracy" },
      ...{ scores: { 1: 0.25, 2: 0.35 }, n: 2 },
    });
    const byMonitor = summarise(outcomes, { splits: ["**"] });
    assert.deepEqual(
      byMonitor.map(({ split, metric }) => [split, metric]),
      [["dev", "margin"]],
    );
  });
});
