import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import {
  loadArtifact,
  loadEngine,
  parsePlan,
  type ReuseReport,
  registerNetwork,
  registerTask,
  runPlan,
} from "@mltl/core";
import { scratchFolder } from "../io/scratch.js";
import { halvesNetwork, halvesTask, weightsOf } from "./halves-task.js";

registerNetwork("halves", () => halvesNetwork(0));
registerTask("test/halves", {
  parallel: "across",
  version: 1,
  create: async ({ seed }) => halvesTask(seed),
});

function planOf(epochs: number) {
  const level = (name: string, init: object | "scratch") => ({
    name,
    task: "test/halves",
    network: { architecture: "halves" },
    init,
    stages: [{ name: "all", epochs, rate: 0.02 }],
    monitor: "accuracy",
  });
  return parsePlan(
    {
      schema: "mltl.plan/1",
      name: "halves",
      levels: [
        level("first", "scratch"),
        level("second", { from: "previous", blocks: ["body/*"] }),
        level("third", { from: "previous" }),
      ],
      card: { title: "Halves", licence: "none", intendedUse: "tests", limits: "all" },
    },
    "test",
  );
}

describe("runPlan", () => {
  const folder = scratchFolder();
  const run = (out: string, more: object = {}) =>
    runPlan(planOf(2), { out, dataRoot: "", seed: 4, ...more });

  before(async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
  });

  it("runs a chain of levels, each from the one before, and keeps their tree", async () => {
    const reports: ReuseReport[] = [];
    const manifest = await run(folder.at("chain"), {
      onReuse: (report: ReuseReport) => reports.push(report),
    });
    assert.deepEqual(
      reports.map(({ matched, skipped }) => [matched.length > 0, skipped.length]),
      [
        [true, 3],
        [true, 0],
      ],
    );
    const { lineage } = manifest;
    assert.equal(lineage.name, "third");
    assert.equal(lineage.from[0].source.name, "second");
    assert.equal(lineage.from[0].source.from[0].source.name, "first");
    assert.ok(!existsSync(folder.at("chain.run")));
  });

  it("stopped in the second level goes on there, to the same weights", async () => {
    const whole = folder.at("whole");
    await run(whole);
    const out = folder.at("stopped");
    const stopper = new AbortController();
    let level = "";
    const stopped = run(out, {
      signal: stopper.signal,
      onLevel: ({ name }: { name: string }) => {
        level = name;
      },
      onStep: ({ total }: { total: number }) =>
        level === "second" && total === 6 && stopper.abort(),
    });
    await assert.rejects(stopped, { code: "E_ABORTED" });
    const levels: string[] = [];
    await run(out, { onLevel: ({ name }: { name: string }) => levels.push(name) });
    assert.deepEqual(levels, ["second", "third"]);
    const [a, b] = [await loadArtifact(whole), await loadArtifact(out)];
    assert.deepEqual(weightsOf(b), weightsOf(a));
  });

  it("refuses to go on with another plan's unfinished run", async () => {
    const out = folder.at("other");
    const stopper = new AbortController();
    const stopped = run(out, { signal: stopper.signal, onStep: () => stopper.abort() });
    await assert.rejects(stopped, { code: "E_ABORTED" });
    await assert.rejects(runPlan(planOf(3), { out, dataRoot: "", seed: 4 }), {
      code: "E_BAD_PLAN",
      message: /another plan or seed/,
    });
  });

  it("refuses a folder that holds something else, before it trains", async () => {
    await mkdir(folder.at("mine"));
    await writeFile(folder.at("mine", "thesis.txt"), "text");
    await assert.rejects(run(folder.at("mine")), { code: "E_USAGE", message: /thesis\.txt/ });
  });
}).timeout(60_000);
