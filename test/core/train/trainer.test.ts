import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { loadEngine, parametersOf, scale, type TrainingTask, tf, train } from "@mltl/core";
import { scratchFolder } from "../io/scratch.js";
import { halvesLevel, halvesTask, twoStages, weightsOf } from "./halves-task.js";

const bodyOf = (task: Pick<TrainingTask, "network">) =>
  parametersOf({ blocks: [task.network.blocks[0]] }).map(({ values }) => [...values]);

describe("train", () => {
  const folder = scratchFolder();

  before(async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
  });
  it("lowers the loss", async () => {
    const losses: number[] = [];
    const level = halvesLevel([{ name: "all", epochs: 8, rate: 0.02 }]);
    await train(halvesTask(1), level, { seed: 1, onEpoch: ({ loss }) => losses.push(loss) });
    assert.ok(losses[7] < 0.5 * losses[0], `${losses}`);
  });

  it("stopped at any step and resumed ends with the same weights, bit for bit", async () => {
    const whole = halvesTask(3);
    const expected = await train(whole, twoStages, { seed: 3 });
    for (const stopAt of [1, 4, 5, 7, 12, 14]) {
      const checkpoints = folder.at(`stopped-${stopAt}`);
      const stopper = new AbortController();
      const stopped = train(halvesTask(3), twoStages, {
        seed: 3,
        checkpoints,
        signal: stopper.signal,
        onStep: ({ total }) => total === stopAt && stopper.abort(),
      });
      await assert.rejects(stopped, { code: "E_ABORTED" });
      const second = halvesTask(3);
      const resumed: number[] = [];
      const result = await train(second, twoStages, {
        seed: 3,
        checkpoints,
        onResume: ({ steps }) => resumed.push(steps),
      });
      assert.deepEqual(resumed, [stopAt]);
      assert.deepEqual(weightsOf(second), weightsOf(whole), `stopped at ${stopAt}`);
      assert.deepEqual(result.best, expected.best);
      assert.equal(result.history.length, 3);
    }
  }).timeout(60_000);

  it("gives the same weights for a seed and others for another", async () => {
    const run = async (seed: number) => {
      const task = halvesTask(seed);
      await train(task, twoStages, { seed });
      return weightsOf(task);
    };
    assert.deepEqual(await run(5), await run(5));
    assert.notDeepEqual(await run(5), await run(6));
  });

  it("leaves a frozen block as it was, statistics included, and trains it once thawed", async () => {
    const more = { average: 0 };
    const frozen = halvesLevel([{ name: "head", train: ["head"], epochs: 2, rate: 0.05 }], more);
    const task = halvesTask(1);
    const before = bodyOf(task);
    await train(task, frozen, { seed: 1 });
    assert.deepEqual(bodyOf(task), before);
    await train(task, halvesLevel([{ name: "all", epochs: 1, rate: 0.05 }], more), { seed: 1 });
    bodyOf(task).forEach((values, i) => {
      assert.notDeepEqual(values, before[i]);
    });
  });

  it("a stage of so many steps ends in mid-epoch, evaluated", async () => {
    const level = halvesLevel([{ name: "short", steps: 7, rate: 0.01 }]);
    const { history } = await train(halvesTask(1), level, { seed: 1 });
    assert.deepEqual(
      history.map(({ epoch, steps }) => [epoch, steps]),
      [
        [0, 5],
        [1, 7],
      ],
    );
  });

  it("ends a stage that has waited long enough, and goes on with the next", async () => {
    const task = halvesTask(1);
    let value = 0;
    const waiting = { ...task, evaluate: () => ({ steadiness: value-- }) };
    const level = halvesLevel([
      { name: "first", epochs: 50, rate: 0.01, patience: 3 },
      { name: "second", epochs: 1, rate: 0.01 },
    ]);
    const { history, best } = await train(waiting, level, { seed: 1 });
    assert.equal(history.filter(({ stage }) => stage === "first").length, 4);
    assert.equal(history.filter(({ stage }) => stage === "second").length, 1);
    assert.deepEqual(best, { value: 0, epoch: 0, stage: "first" });
  });

  it("lowers the rate on a plateau", async () => {
    const flat = { ...halvesTask(1), evaluate: () => ({ steadiness: 0 }) };
    const schedule = { name: "plateau", factor: 0.5, patience: 1 } as const;
    const level = halvesLevel([{ name: "all", epochs: 6, rate: 0.01, schedule }]);
    const { history } = await train(flat, level, { seed: 1 });
    assert.deepEqual(
      history.map(({ rate }) => rate),
      [1, 1, 1, 0.5, 0.5, 0.25],
    );
  });

  it("trains several objectives, each on its own batches", async () => {
    const seen = async (mixing: "shuffled" | "alternate") => {
      const names: string[] = [];
      const task = halvesTask(1, { a: 4, b: 2 });
      const level = halvesLevel([{ name: "all", epochs: 2, rate: 0.01 }], {
        mixing,
        objectives: { b: 0.5 },
      });
      await train(task, level, { seed: 1, onStep: ({ objective }) => names.push(objective) });
      return names;
    };
    assert.equal((await seen("alternate")).join(""), "aaaabb");
    const shuffled = await seen("shuffled");
    for (const epoch of [shuffled.slice(0, 6), shuffled.slice(6)]) {
      assert.equal(epoch.sort().join(""), "aaaabb");
    }
  });

  it("weighs an objective's loss, and tells it unweighed", async () => {
    const losses = async (weight: number) => {
      const told: number[] = [];
      const level = halvesLevel([{ name: "all", steps: 1, rate: 0.01 }], {
        objectives: { side: weight },
      });
      const norms: number[] = [];
      await train(halvesTask(1), level, {
        seed: 1,
        onStep: ({ loss, norm }) => {
          told.push(loss);
          norms.push(norm);
        },
      });
      return { told: told[0], norm: norms[0] };
    };
    const [one, three] = [await losses(1), await losses(3)];
    assert.ok(Math.abs(one.told - three.told) < 1e-6);
    assert.ok(Math.abs(3 * one.norm - three.norm) < 1e-4 * three.norm);
  });

  it("refuses the checkpoint of another plan", async () => {
    const checkpoints = folder.at("of-another");
    await train(halvesTask(1), twoStages, { seed: 1, checkpoints });
    const again = train(halvesTask(1), twoStages, { seed: 2, checkpoints });
    await assert.rejects(again, { code: "E_BAD_PLAN", message: /another plan/ });
  });

  it("stops when the loss is no number, with step, block and batch in a file", async () => {
    const task = halvesTask(1);
    const { side } = task.objectives;
    const broken: TrainingTask = {
      ...task,
      objectives: {
        side: {
          ...side,
          loss: (context, inputs) => scale(side.loss(context, inputs), Number.NaN),
        },
      },
    };
    const before = weightsOf(task);
    await assert.rejects(
      train(broken, twoStages, { seed: 1, checkpoints: folder.at("diverged") }),
      {
        code: "E_NOT_FINITE",
        message: /step 1 of stage 'head'.*'head'/,
        hint: /rate/,
      },
    );
    const report = JSON.parse(await readFile(folder.at("diverged", "diverged.json"), "utf8"));
    assert.equal(report.ids.length, 8);
    assert.deepEqual(weightsOf(task), before);
  });

  it("names the metrics there are when the monitor isn't one", async () => {
    const level = halvesLevel([{ name: "all", epochs: 1, rate: 0.01 }], { monitor: "f1" });
    await assert.rejects(train(halvesTask(1), level, { seed: 1 }), {
      code: "E_BAD_PLAN",
      message: /accuracy, steadiness.*'f1'/,
    });
  });

  it("leaves no tensors behind", async () => {
    await train(halvesTask(1), twoStages, { seed: 1 });
    const before = tf.memory().numTensors;
    await train(halvesTask(1), twoStages, { seed: 1 });
    assert.equal(tf.memory().numTensors, before);
  });
});
