import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import {
  dataRoot,
  findDataManifest,
  hasData,
  parsePlan,
  readExperiment,
  type Variant,
} from "@mltl/core";
import { experimentSplits } from "#vision/train/experiment-splits.js";
import { newFolder } from "../../core/engine/new-folder.js";
import { drawFaces } from "../draw-faces.js";

type LevelData = Record<string, unknown>;

/** A plan that learns level by level from these faces, each begun with the one before. */
function variant(plan: string, levels: readonly LevelData[]): Variant {
  const resolved = parsePlan(
    {
      schema: "mltl.plan/1",
      name: plan,
      seed: 1,
      levels: levels.map((data, i) => ({
        name: `level-${i + 1}`,
        task: "vision/classify",
        data,
        network: { architecture: "small-cnn" },
        ...(i > 0 && { init: { from: "previous" } }),
        stages: [{ name: "all", steps: 1, rate: 0.01 }],
        monitor: "accuracy",
      })),
      card: { title: plan, licence: "none", intendedUse: "tests", limits: "all" },
    },
    plan,
  );
  return { plan, resolved };
}

describe("the splits of an experiment", () => {
  const options = { dataRoot: "", seed: 1 };
  const split = { groupBy: "^(p[0-9])_" };

  it("are told with the people that parts share, each way of splitting once", async () => {
    const set = path.join(newFolder(), "faces");
    await drawFaces(set, { round: 12, square: 12 });
    const apart = { set, heldOut: { dev: ["p0"], test: ["p1", "p2"] }, split };
    const mixed = { set, split: { dev: 0.25, test: 0.25 } };
    const [first, second, ...others] = await experimentSplits(
      [variant("a", [apart]), variant("b", [mixed]), variant("c", [apart])],
      options,
    );
    assert.equal(others.length, 0);
    assert.deepEqual(first.plans, ["a", "c"]);
    assert.deepEqual(first.parts, {
      train: { faces: 12, groups: 3 },
      dev: { faces: 4, groups: 1 },
      test: { faces: 8, groups: 2 },
    });
    assert.equal(first.groupsShared, 0);
    assert.equal(first.twins.tested, 8);
    assert.equal(first.twins.exact, 0);
    assert.equal(second.groupsShared, undefined);
  });

  it("count tested faces that a level before has learned from", async () => {
    const set = path.join(newFolder(), "faces");
    await drawFaces(set, { round: 12, square: 12 });
    const target = { set, heldOut: { dev: ["p0"], test: ["p1"] }, split };
    const everything = { set, split: { dev: 0.1, test: 0 } };
    const [alone, after] = await experimentSplits(
      [variant("alone", [target]), variant("after", [everything, target])],
      options,
    );
    assert.deepEqual(alone.twins.exact, 0);
    assert.deepEqual(after.twins, { tested: 4, exact: 4, near: 0 });
  });

  it("keep everybody on one side, fold by fold, on the data themselves", async function () {
    this.timeout(240_000);
    for (const name of ["ckplus48", "lfw-emotion", "ferplus"]) {
      if (hasData(dataRoot(), await findDataManifest(name))) continue;
      console.error(`      (skipped: needs ${name} under MLTL_DATA)`);
      this.skip();
    }
    const folder = "benchmarks/paper/system-1";
    const files = readdirSync(folder).filter((file) => /^faces.*\.yaml$/.test(file));
    const experiments = await Promise.all(
      files.map((file) => readExperiment(path.join(folder, file))),
    );
    // Level by level; FER2013's faces have no names.
    const levels = experiments
      .flatMap(({ variants }) => variants)
      .flatMap(({ plan, data, resolved }) =>
        resolved.levels.map((level) => ({
          plan,
          data,
          resolved: { ...resolved, levels: [level] },
        })),
      )
      .filter(({ resolved }) => resolved.levels[0].data.set !== "fer2013");
    const splits = await experimentSplits(levels, { dataRoot: dataRoot(), seed: 1 });
    const sharedBy = (set: string) =>
      splits.filter((one) => one.set === set).map(({ groupsShared }) => groupsShared);
    assert.ok(sharedBy("ckplus48").length > 0);
    assert.ok(sharedBy("ckplus48").every((shared) => shared === 0));
    // News faces as a target and as a first level, and eight folds of film faces.
    assert.ok(sharedBy("lfw-emotion").length >= 10);
    assert.ok(sharedBy("lfw-emotion").every((shared) => shared === 0));
    const folds = splits.filter(
      ({ data, set }) => set === "lfw-emotion" && data?.startsWith("imfdb-"),
    );
    assert.equal(new Set(folds.map(({ data }) => data)).size, 8);
    const tested = new Map(folds.map(({ data, parts }) => [data, parts.test.faces]));
    assert.equal(
      [...tested.values()].reduce((sum, faces) => sum + faces, 0),
      876,
    );
    for (const { parts, twins } of folds) {
      assert.deepEqual([parts.dev.groups, parts.test.groups], [1, 1]);
      assert.deepEqual([twins.exact, twins.near], [0, 0]);
    }
  });
});
