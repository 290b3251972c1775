import assert from "node:assert/strict";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import {
  keyedLevels,
  nestedSubset,
  type Plan,
  parsePlan,
  readExperiment,
  registerTask,
  seedsFor,
  selectCells,
  taskKind,
} from "@mltl/core";
import { newFolder } from "../engine/new-folder.js";
import { pointsExperiment, pointsLevel, TWO_PLANS } from "./points-experiment.js";
import { POINTS_TASK } from "./points-task.js";

const ids = (cells: readonly { id: string }[]) => cells.map(({ id }) => id);

describe("readExperiment", () => {
  it("crosses plans, data, fractions and seeds, seed by seed", async () => {
    const { cells } = pointsExperiment(
      { one: [pointsLevel()], two: [pointsLevel()] },
      {
        data: [
          { name: "brief", set: { "levels.0.data.pause": 1 } },
          { name: "long", set: { "levels.target.data.pause": 2 } },
        ],
        fractions: [1, 0.5],
        seeds: [7, 3],
      },
    );
    const all = await cells();
    assert.equal(all.length, 16);
    assert.deepEqual(ids(all).slice(0, 5), [
      "one/brief/fraction=1/seed=7",
      "one/brief/fraction=0.5/seed=7",
      "one/long/fraction=1/seed=7",
      "one/long/fraction=0.5/seed=7",
      "two/brief/fraction=1/seed=7",
    ]);
    assert.deepEqual(all[1].resolved.levels[0].data, { set: "points", pause: 1, fraction: 0.5 });
    assert.equal(all[8].seed, 3);
    assert.equal(all[8].resolved.seed, 3);
  });

  it("takes a fraction of the last level's data alone", async () => {
    const { cells } = pointsExperiment({ fast: TWO_PLANS.fast }, { fractions: [1, 0.1] });
    const [whole, tenth] = await cells();
    assert.deepEqual(
      tenth.resolved.levels.map(({ data }) => data.fraction),
      [undefined, 0.1],
    );
    assert.equal(tenth.levels[0].key, whole.levels[0].key);
    assert.notEqual(tenth.levels[1].key, whole.levels[1].key);
  });

  it("sets a plan's fields by path", async () => {
    const experiment = pointsExperiment({ plain: [pointsLevel()] });
    const text = {
      schema: "mltl.experiment/1",
      name: "set",
      plans: [
        {
          name: "set",
          file: "plain.yaml",
          set: { "levels.0.stages.all.rate": 0.5, "levels.0.data": { set: "points", list: ["a"] } },
        },
      ],
    };
    writeFileSync(experiment.file, JSON.stringify(text));
    const { variants, seeds, fractions } = await readExperiment(experiment.file);
    const [level] = variants[0].resolved.levels;
    assert.equal(level.stages[0].rate, 0.5);
    assert.deepEqual(level.data, { set: "points", list: ["a"] });
    assert.deepEqual([seeds, fractions], [[1, 2, 3], [1]]);
  });

  it("passes over settings of levels that a plan lacks and another has", async () => {
    const data = [{ name: "slow", set: { "levels.source.data.pause": 3 } }];
    const { cells } = pointsExperiment(
      { direct: [pointsLevel()], chain: [pointsLevel({ name: "source" }), pointsLevel()] },
      { data, seeds: [1] },
    );
    const [direct, chain] = await cells();
    assert.deepEqual(
      [direct, chain].map(({ resolved }) => resolved.levels.map((level) => level.data.pause)),
      [[undefined], [3, undefined]],
    );
    const mistaken = pointsExperiment({ direct: [pointsLevel()] }, { data });
    await assert.rejects(mistaken.cells(), { code: "E_USAGE", message: /one of target/ });
  });

  it("names every field that is wrong", async () => {
    const wrong: [Record<string, unknown>, RegExp][] = [
      [{ plan: [] }, /no field 'plan'; did you mean 'plans'\?/],
      [{ fractions: [0] }, /fractions\.0: expected more than 0/],
      [{ seeds: [1, 1] }, /seeds: expected each once, received '1' twice/],
      [{ plans: [{ name: "a/b", file: "plain.yaml" }] }, /expected a name without .*slashes/],
    ];
    for (const [fields, message] of wrong) {
      const { file } = pointsExperiment({ plain: [pointsLevel()] }, fields);
      await assert.rejects(readExperiment(file), { code: "E_BAD_PLAN", message });
    }
    const { file } = pointsExperiment(
      { plain: [pointsLevel()] },
      { plans: [{ name: "lost", file: "lost.yaml" }] },
    );
    await assert.rejects(readExperiment(file), { code: "E_NOT_FOUND", message: /lost\.yaml/ });
  });
});

describe("keys", () => {
  const plan = (levels = TWO_PLANS.fast): Plan =>
    parsePlan(
      {
        schema: "mltl.plan/1",
        name: "any",
        levels,
        card: { title: "", licence: "", intendedUse: "", limits: "" },
      },
      "test",
    );
  const hashes = new Map([
    ["points", "one"],
    ["other", "two"],
  ]);
  const keys = async (of: Plan, seed = 1, data: ReadonlyMap<string, string> = hashes) =>
    (await keyedLevels(of, seed, data)).map(({ key }) => key);

  it("don't depend on the order of fields, nor on the plan's name, card and own seed", async () => {
    const expected = await keys(plan());
    const [first, second] = TWO_PLANS.fast;
    const turned = Object.fromEntries(Object.entries(first).reverse()) as typeof first;
    const other = { ...plan([turned, second]), name: "other", seed: 9 };
    assert.deepEqual(await keys(other), expected);
  });

  it("change with the seed, the data's content and a task's version", async () => {
    const expected = await keys(plan());
    const differ = (other: readonly string[]) => {
      other.forEach((key, i) => {
        assert.notEqual(key, expected[i]);
      });
    };
    differ(await keys(plan(), 2));
    differ(await keys(plan(), 1, new Map([["points", "changed"]])));
    const kind = taskKind(POINTS_TASK);
    registerTask(POINTS_TASK, { ...kind, version: 2 });
    differ(await keys(plan()));
    registerTask(POINTS_TASK, kind);
    assert.deepEqual(await keys(plan()), expected);
    assert.deepEqual(await keys(plan(), 1, new Map([...hashes, ["other", "changed"]])), expected);
  });

  it("of a level change with the levels it begins with, and with no other", async () => {
    const [source, target] = TWO_PLANS.fast;
    const changed = { ...source, average: 0.5 };
    const [, expected] = await keys(plan([source, target]));
    const [, begun] = await keys(plan([changed, target]));
    assert.notEqual(begun, expected);
    const scratch = { ...target, init: "scratch" as const };
    const [, apart] = await keys(plan([source, scratch]));
    assert.equal((await keys(plan([changed, scratch])))[1], apart);
  });

  it("hash the weights that a level begins with, wherever they lie", async () => {
    const folder = newFolder();
    const model = path.join(folder, "model");
    mkdirSync(model);
    writeFileSync(path.join(model, "weights.bin"), "1");
    const begun = (from: string, map: Record<string, string> = {}) =>
      keys(plan([pointsLevel({ init: { from, map } })]));
    const expected = await begun(model);
    const moved = path.join(folder, "moved");
    renameSync(model, moved);
    assert.deepEqual(await begun(moved), expected);
    writeFileSync(path.join(moved, "weights.bin"), "2");
    assert.notDeepEqual(await begun(moved), expected);
    assert.notDeepEqual(
      await begun(moved, { "a/*": "b/*", "**": "c/**" }),
      await begun(moved, { "**": "c/**", "a/*": "b/*" }),
      "of several globs the first holds",
    );
  });

  it("change when the data on disk do", async () => {
    const experiment = pointsExperiment({ plain: [pointsLevel()] });
    const [before] = await experiment.cells();
    experiment.writePoints(2);
    const [after] = await experiment.cells();
    assert.equal(after.id, before.id);
    assert.notEqual(after.key, before.key);
  });
});

describe("choosing cells", () => {
  it("takes the first seeds, or goes on counting", () => {
    assert.deepEqual(seedsFor([4, 2, 9], 2), [4, 2]);
    assert.deepEqual(seedsFor([4, 2, 9], 5), [4, 2, 9, 10, 11]);
  });

  it("takes globs whose star stands for slashes too", async () => {
    const { cells } = pointsExperiment(TWO_PLANS, { fractions: [1, 0.1], seeds: [1, 11] });
    const all = await cells();
    assert.deepEqual(ids(selectCells(all, "slow*seed=1")), [
      "slow/fraction=1/seed=1",
      "slow/fraction=0.1/seed=1",
    ]);
    assert.equal(selectCells(all, "*/fraction=0.1/*").length, 4);
    assert.throws(() => selectCells(all, "fats/*"), {
      code: "E_USAGE",
      message: /received 'fats\/\*', which matches none/,
    });
  });
});

describe("nestedSubset", () => {
  it("nests, and differs from seed to seed", () => {
    const tenth = nestedSubset(200, 0.1, 1);
    const half = nestedSubset(200, 0.5, 1);
    assert.deepEqual([tenth.length, half.length], [20, 100]);
    assert.ok(tenth.every((i) => half.includes(i)));
    assert.deepEqual(
      [...half].sort((a, b) => a - b),
      half,
    );
    assert.notDeepEqual(nestedSubset(200, 0.1, 2), tenth);
    assert.deepEqual(nestedSubset(3, 1, 1), [0, 1, 2]);
    assert.equal(nestedSubset(3, 0.01, 1).length, 1);
  });
});
