import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parsePlan } from "@mltl/core";
import { keyedLevels } from "#core/experiment/level-key.js";
import { newFolder } from "../engine/new-folder.js";
import "./points-task.js";
import { pointsLevel } from "./points-experiment.js";

/** The key of a level with such data. */
async function keyOf(data: Record<string, unknown>): Promise<string> {
  const plan = parsePlan(
    {
      schema: "mltl.plan/1",
      name: "keyed",
      levels: [pointsLevel({ data })],
      card: { title: "t", licence: "l", intendedUse: "u", limits: "l" },
    },
    "keyed",
  );
  const [{ key }] = await keyedLevels(plan, 1, new Map());
  return key;
}

describe("the key of a level", () => {
  it("changes with the contents of a folder that its data names, wherever it stands", async () => {
    const folder = newFolder();
    const teacher = path.join(folder, "teacher");
    mkdirSync(teacher);
    writeFileSync(path.join(teacher, "weights.bin"), "one");
    for (const data of [{ set: teacher }, { distill: { teachers: [teacher] } }]) {
      writeFileSync(path.join(teacher, "weights.bin"), "one");
      const before = await keyOf(data);
      assert.equal(await keyOf(data), before);
      writeFileSync(path.join(teacher, "weights.bin"), "two");
      assert.notEqual(await keyOf(data), before);
    }
  });

  it("takes a path where nothing is as a word", async () => {
    assert.notEqual(await keyOf({ set: "/nowhere/a" }), await keyOf({ set: "/nowhere/b" }));
  });
});
