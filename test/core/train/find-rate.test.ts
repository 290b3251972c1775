import assert from "node:assert/strict";
import { findRate, loadEngine, tf, train } from "@mltl/core";
import { rangeTest } from "#core/train/find-rate.js";
import { halvesLevel, halvesTask, twoStages, weightsOf } from "./halves-task.js";

describe("rangeTest", () => {
  it("suggests what fastai's lr_find does", async () => {
    // A loss that falls over decades, wobbles and runs away; figures from fastai's own formulas.
    const { curve, ...suggestions } = await rangeTest(1e-7, 10, 100, (rate, step) => {
      const x = Math.log10(rate);
      const fall = 1.5 / (1 + Math.exp(-3 * (x + 3)));
      return { loss: 2 + 0.1 * Math.sin(step) - fall + 10 ** (2 * (x + 0.5)), finite: true };
    });
    assert.equal(curve.length, 93);
    const rounded = Object.entries(suggestions).map(([name, rate]) => [
      name,
      Number(rate.toPrecision(8)),
    ]);
    assert.deepEqual(Object.fromEntries(rounded), {
      valley: 0.0017378008,
      steep: 0.0063095734,
      minimum: 0.025118864,
    });
    assert.equal(curve[92].smoothed.toFixed(6), "4.836679");
  });

  it("ends where the loss is no number", async () => {
    const { curve } = await rangeTest(1e-7, 10, 100, (_, step) => ({
      loss: 1 - step / 100,
      finite: step < 40,
    }));
    assert.equal(curve.length, 40);
  });
});

describe("findRate", () => {
  before(async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
  });

  it("finds a rate that the task learns with", async () => {
    const optimizer = "adam";
    const { valley } = await findRate(halvesTask(1), { optimizer });
    const level = halvesLevel([{ name: "all", epochs: 6, rate: valley, optimizer }]);
    const { history } = await train(halvesTask(1), level, { seed: 1 });
    assert.ok(history[5].loss < 0.7 * history[0].loss, `${valley}: ${history[5].loss}`);
  });

  it("leaves no trace: not in the weights, not in what is drawn, not in memory", async () => {
    const plain = halvesTask(2);
    await train(plain, twoStages, { seed: 2 });
    const task = halvesTask(2);
    const before = weightsOf(task);
    const tensors = tf.memory().numTensors;
    const first = await findRate(task, { seed: 2, train: ["head"], steps: 20 });
    assert.deepEqual(weightsOf(task), before);
    assert.deepEqual(await findRate(task, { seed: 2, train: ["head"], steps: 20 }), first);
    assert.equal(tf.memory().numTensors, tensors);
    await train(task, twoStages, { seed: 2 });
    assert.deepEqual(weightsOf(task), weightsOf(plain));
  });

  it("stops when it is told to", async () => {
    const found = findRate(halvesTask(1), { signal: AbortSignal.abort() });
    await assert.rejects(found, { name: "AbortError" });
  });
});
