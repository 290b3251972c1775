import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  Block,
  convNorm,
  dense,
  disposeNetwork,
  dropout,
  type ForwardMode,
  isLearning,
  type Level,
  loadEngine,
  parametersOf,
  parsePlan,
  randomStream,
  type TrainingTask,
  tf,
  train,
} from "@mltl/core";
import type * as TF from "@tensorflow/tfjs";

const SIZE = 6;
const STEPS = 5;
const BATCH = 8;

/** Tells a bright left half from a bright right one: small, but with every kind of layer. */
function halves(seed: number) {
  const random = randomStream(seed, "weights");
  const body = new Block("body/1", random);
  const layer = convNorm(body, "conv", { inputs: 1, outputs: 4, kernel: 3 });
  const head = new Block("head", random);
  const classifier = dense(head, "logits", SIZE * SIZE * 4, 2);
  const forward = (x: TF.Tensor, mode: ForwardMode): TF.Tensor2D => {
    let y = layer.apply(x as TF.Tensor4D, mode).reshape([-1, SIZE * SIZE * 4]) as TF.Tensor2D;
    if (isLearning(head, mode)) y = dropout(y, 0.2, mode.random);
    return classifier.apply(y);
  };
  const task: TrainingTask<{ x: Float32Array; labels: number[] }> = {
    network: { architecture: "halves", options: {}, blocks: [body, head], forward } as never,
    stepsPerEpoch: STEPS,
    unit: "pictures",
    batch(epoch, step) {
      const stream = randomStream(seed, "batch", epoch, step);
      const labels = Array.from({ length: BATCH }, () => stream.integer(2));
      const x = new Float32Array(BATCH * SIZE * SIZE).map((_, i) => {
        const bright = i % SIZE < SIZE / 2 === (labels[Math.floor(i / SIZE ** 2)] === 0);
        return stream.normal() + (bright ? 1 : 0);
      });
      return { x, labels };
    },
    size: ({ labels }) => labels.length,
    loss: ({ x, labels }, mode) =>
      tf.losses.softmaxCrossEntropy(
        tf.oneHot(labels, 2),
        forward(tf.tensor4d(x, [BATCH, SIZE, SIZE, 1]), mode),
      ) as TF.Scalar,
    evaluate: () => ({ steadiness: -Math.abs(sumOfWeights(task)) }),
    describe: () => ({ labels: ["left", "right"], preprocessing: {}, data: [] }),
    test: async () => ({}),
  };
  return task;
}

function sumOfWeights(task: Pick<TrainingTask, "network">): number {
  return weights(task).reduce((sum, weight) => sum + weight, 0);
}

function weights(task: Pick<TrainingTask, "network">): number[] {
  return parametersOf(task.network).flatMap(({ variable }) => [...variable.dataSync()]);
}

function level(stages: object[], average = 0.9): Level {
  return parsePlan(
    {
      schema: "mltl.plan/1",
      name: "halves",
      levels: [
        {
          name: "only",
          task: "test/halves",
          data: {},
          network: { architecture: "halves" },
          stages,
          average,
          monitor: "steadiness",
        },
      ],
      card: { title: "", licence: "", intendedUse: "", limits: "" },
    },
    "test",
  ).levels[0];
}

const twoStages = level([
  { name: "head", train: ["head"], epochs: 1, rate: 0.05, optimizer: { name: "sgd" } },
  {
    name: "all",
    train: ["**"],
    epochs: 2,
    rate: 0.05,
    optimizer: { name: "adamw" },
    weightDecay: 0.01,
    clipNorm: 1,
  },
]);

describe("train", () => {
  let folder: string;

  before(async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
  });
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "mltl-train-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("lowers the loss", async () => {
    const task = halves(1);
    const losses: number[] = [];
    const plan = level([{ name: "all", epochs: 8, rate: 0.02 }]);
    await train(task as never, plan, { seed: 1, onEpoch: ({ loss }) => losses.push(loss) });
    assert.ok(losses[7] < 0.5 * losses[0], `${losses}`);
    disposeNetwork(task.network);
  });

  it("stopped at any step and resumed ends with the same weights, bit for bit", async () => {
    const whole = halves(3);
    const expected = await train(whole as never, twoStages, { seed: 3 });
    for (const stopAt of [1, 4, 5, 7, 12, 14]) {
      const checkpoints = path.join(folder, `${stopAt}`);
      const stopper = new AbortController();
      let steps = 0;
      const onStep = () => {
        steps++;
        if (steps === stopAt) stopper.abort();
      };
      const first = halves(3);
      const stopped = train(first as never, twoStages, {
        seed: 3,
        checkpoints,
        signal: stopper.signal,
        onStep,
      });
      await assert.rejects(stopped, { code: "E_ABORTED" });
      const second = halves(3);
      const result = await train(second as never, twoStages, { seed: 3, checkpoints });
      assert.deepEqual(weights(second), weights(whole), `stopped at ${stopAt}`);
      assert.deepEqual(result.best, expected.best);
      assert.equal(result.history.length, 3);
      disposeNetwork(first.network);
      disposeNetwork(second.network);
    }
    disposeNetwork(whole.network);
  }).timeout(60_000);

  it("gives the same weights for a seed and others for another", async () => {
    const run = async (seed: number) => {
      const task = halves(seed);
      await train(task as never, twoStages, { seed });
      const result = weights(task);
      disposeNetwork(task.network);
      return result;
    };
    assert.deepEqual(await run(5), await run(5));
    assert.notDeepEqual(await run(5), await run(6));
  });

  it("leaves a frozen block as it was, statistics included, and trains it once thawed", async () => {
    const bodyOf = (task: Pick<TrainingTask, "network">) =>
      parametersOf({ blocks: [task.network.blocks[0]] }).map(({ variable }) => [
        ...variable.dataSync(),
      ]);
    const frozen = level([{ name: "head", train: ["head"], epochs: 2, rate: 0.05 }], 0);
    const task = halves(1);
    const before = bodyOf(task);
    await train(task as never, frozen, { seed: 1 });
    assert.deepEqual(bodyOf(task), before);
    await train(task as never, level([{ name: "all", epochs: 1, rate: 0.05 }], 0), { seed: 1 });
    bodyOf(task).forEach((values, i) => {
      assert.notDeepEqual(values, before[i]);
    });
    disposeNetwork(task.network);
  });

  it("refuses the checkpoint of another plan", async () => {
    const task = halves(1);
    await train(task as never, twoStages, { seed: 1, checkpoints: folder });
    const again = train(task as never, twoStages, { seed: 2, checkpoints: folder });
    await assert.rejects(again, { code: "E_BAD_PLAN", message: /another plan/ });
    disposeNetwork(task.network);
  });

  it("stops when the loss is no number, saying what to do", async () => {
    const task = halves(1);
    const { loss } = task;
    const broken: typeof task = {
      ...task,
      loss: (batch, mode) => loss(batch, mode).mul(Number.NaN),
    };
    await assert.rejects(train(broken as never, twoStages, { seed: 1 }), {
      code: "E_NOT_FINITE",
      hint: /rate/,
    });
    disposeNetwork(task.network);
  });

  it("leaves no tensors behind", async () => {
    const task = halves(1);
    await train(task as never, twoStages, { seed: 1 });
    const before = tf.memory().numTensors;
    await train(task as never, twoStages, { seed: 1 });
    assert.equal(tf.memory().numTensors, before);
    disposeNetwork(task.network);
  });
});
