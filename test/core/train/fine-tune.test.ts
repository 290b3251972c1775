import assert from "node:assert/strict";
import { type Block, fineTune, fineTuneStages, loadEngine, parametersOf } from "@mltl/core";
import { halvesNetwork, halvesTask } from "./halves-task.js";

describe("fineTuneStages", () => {
  it("has fastai's defaults: the head in one cycle, then all of it with rates over a slice", () => {
    const update = {
      optimizer: { name: "adamw", beta2: 0.99, epsilon: 1e-5 },
      weightDecay: 0.01,
      clipNorm: 0,
    };
    assert.deepEqual(fineTuneStages(halvesNetwork(1), { epochs: 3 }), [
      {
        ...update,
        name: "head",
        train: ["head"],
        epochs: 1,
        rate: 0.002,
        schedule: { name: "one-cycle", pctStart: 0.99 },
      },
      {
        ...update,
        name: "all",
        train: ["**"],
        epochs: 3,
        rate: { slice: [0.00001, 0.001] },
        schedule: { name: "one-cycle", pctStart: 0.3, div: 5 },
      },
    ]);
  });

  it("begins with everything where no frozen epoch is wanted", () => {
    const stages = fineTuneStages(halvesNetwork(1), { epochs: 2, frozenEpochs: 0 });
    assert.deepEqual(
      stages.map(({ name }) => name),
      ["all"],
    );
  });
});

describe("fineTune", () => {
  before(async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
  });

  it("gets better than the network was, by the task's first figure", async () => {
    const task = halvesTask(1);
    const { before, best, history } = await fineTune(task, { epochs: 4, rate: 0.05 });
    assert.deepEqual(
      history.map(({ stage, epoch }) => `${stage} ${epoch}`),
      ["head 0", "all 0", "all 1", "all 2", "all 3"],
    );
    assert.deepEqual(Object.keys(before), ["accuracy", "steadiness"]);
    assert.ok(best.value > before.accuracy, `${best.value} v ${before.accuracy}`);
    assert.equal(best.value, Math.max(...history.map(({ metrics }) => metrics.accuracy)));
  });

  it("moves the head first and the earliest blocks least", async () => {
    const task = halvesTask(1);
    const original = halvesNetwork(1);
    await fineTune(task, { epochs: 1, rate: 0.02 });
    const moved = (i: number) => distance(task.network.blocks[i], original.blocks[i]);
    const [body, , head] = [moved(0), moved(1), moved(2)];
    assert.ok(body > 0, `${body}`);
    assert.ok(head > 5 * body, `${head} v ${body}`);
  });
});

/** Mean distance of learned numbers. */
function distance(a: Block, b: Block): number {
  const learned = (block: Block) =>
    parametersOf({ blocks: [block] })
      .filter(({ role }) => role !== "statistic")
      .flatMap(({ values }) => [...values]);
  const other = learned(b);
  const differences = learned(a).map((value, i) => Math.abs(value - other[i]));
  return differences.reduce((sum, difference) => sum + difference) / differences.length;
}
