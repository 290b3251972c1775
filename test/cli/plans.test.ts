import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import {
  buildNetwork,
  dataRoot,
  findDataManifest,
  hasData,
  type Level,
  type PlanPreview,
  randomStream,
  readPlan,
  resolveStage,
} from "@mltl/core";
import "@mltl/text/training";
import "@mltl/vision/training";
import { needsNative, runMltl } from "../core/engine/child.js";

const PLANS = "benchmarks/plans";

/** What a task tells its network of its data. */
async function dataOptions({ task, data }: Level): Promise<Record<string, unknown>> {
  if (task === "vision/classify") {
    const { labels } = await findDataManifest(String(data.set));
    return { classes: labels?.length };
  }
  const words = { vectorWidth: 100, alphabetSize: 100 };
  if (task === "text/language") return { ...words, classes: 100 };
  return { ...words, types: data.types ?? (await typesOf(data.sets as { set: string }[])) };
}

/** The types of sets, where a plan takes them as they are. */
async function typesOf(sets: readonly { readonly set: string }[]): Promise<string[]> {
  const manifests = await Promise.all(sets.map(({ set }) => findDataManifest(set)));
  return [...new Set(manifests.flatMap(({ labels = [] }) => labels))];
}

/** Skips the running test, saying why, unless all of a plan's data sets are here. */
async function needsData(context: Mocha.Context, names: readonly string[]): Promise<void> {
  for (const name of names) {
    if (hasData(dataRoot(), await findDataManifest(name))) continue;
    console.error(`      (skipped: needs ${name} under MLTL_DATA)`);
    context.skip();
  }
}

describe("the plans that come with the project", () => {
  const files = readdirSync(PLANS, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".yaml"))
    .sort();

  for (const file of files) {
    it(`${file} names blocks that its networks have`, async () => {
      const plan = await readPlan(path.join(PLANS, file));
      for (const level of plan.levels) {
        const { architecture, options } = level.network;
        const network = buildNetwork(
          architecture,
          { ...options, ...(await dataOptions(level)) },
          randomStream(1, "weights"),
        );
        for (const stage of level.stages) {
          const { learning } = resolveStage(stage, network.blocks);
          assert.ok(learning.size > 0, `${level.name}/${stage.name}`);
        }
      }
    });
  }
});

describe("plans of three levels", () => {
  /** How much is learned in each stage, and what was taken over before it. */
  const dryRun = async (file: string, settings: readonly string[]) => {
    const set = settings.flatMap((setting) => ["--set", setting]);
    const words = ["train", path.join(PLANS, file), "--dry-run", "--format", "json", ...set];
    const { stdout, stderr, code } = await runMltl(words);
    assert.equal(code, 0, stderr);
    const { levels } = JSON.parse(stdout) as PlanPreview;
    for (const { reuse } of levels.slice(1)) assert.deepEqual(reuse?.skipped, []);
    return levels.map(({ stages, reuse }) => ({
      blocks: stages.map(({ blocks }) => blocks.filter(({ rate }) => rate !== undefined).length),
      adapted: [...new Set(reuse?.adapted.map(({ how }) => how))],
    }));
  };

  it("take faces from the wild to the posed, labels by their names", async function () {
    this.timeout(120_000);
    needsNative(this);
    await needsData(this, ["fer2013", "lfw-emotion", "ckplus48"]);
    const small = ["wild", "news"].map((level) => `levels.${level}.data.fraction=0.02`);
    assert.deepEqual(await dryRun("vision/emotion-levels.yaml", small), [
      { blocks: [5], adapted: [] },
      { blocks: [1, 5], adapted: ["7 of 8 labels"] },
      { blocks: [1, 2, 5], adapted: ["7 of 7 labels"] },
    ]);
  });

  it("take entities from web pages to rare names, types by their names", async function () {
    this.timeout(120_000);
    needsNative(this);
    await needsData(this, ["uner-en-ewt", "btc", "wnut17", "glove-100d"]);
    const small = ["web", "tweets", "emerging"].flatMap((level) => [
      `levels.${level}.data.fraction=0.02`,
      `levels.${level}.data.vectors.words=1000`,
    ]);
    const levels = await dryRun("text/entities-levels.yaml", small);
    assert.deepEqual(
      levels.map(({ blocks }) => blocks),
      [[5], [2, 5], [2, 3, 5]],
    );
    assert.ok(levels[2].adapted.includes("13 of 25 tags"));
  });
});
