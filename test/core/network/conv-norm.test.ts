import assert from "node:assert/strict";
import { loadEngine } from "#core/engine/engine.js";
import { Block } from "#core/network/block.js";
import { type ConvNormOptions, convNorm } from "#core/network/conv-norm.js";
import type { Network } from "#core/network/network.js";
import { meanOfPixels } from "#core/ops/pool.js";
import { softmaxCrossEntropy } from "#core/ops/softmax-cross-entropy.js";
import { createPredictor, tensorPredictor } from "#core/program/predictor.js";
import { createTrainingProgram, type ProgramStage } from "#core/program/training-program.js";
import { randomStream } from "#core/random/random.js";
import { checkOperation, fixed, learnt } from "../ops/check-operation.js";

const SHARE = 0.05;

/** Two layers in blocks of their own. */
function twoLayers() {
  const random = randomStream(1);
  const first = new Block("first", random);
  const second = new Block("second", random);
  const firstLayer = convNorm(first, "conv", { inputs: 2, outputs: 3, kernel: 3 });
  const secondLayer = convNorm(second, "conv", { inputs: 3, outputs: 2, kernel: 1 });
  const network: Network = {
    architecture: "two-layers",
    options: {},
    blocks: [first, second],
    inputs: { x: { dtype: "float32", shape: [-1, 4, 4, 2] } },
    forward: (_, { x }) => secondLayer(firstLayer(x)),
  };
  return { network, first, second };
}

function program({ network, first }: ReturnType<typeof twoLayers>, stage: Partial<ProgramStage>) {
  return createTrainingProgram({
    network,
    losses: {
      loss: {
        inputs: { ...network.inputs, targets: { dtype: "float32", shape: [-1, 2] } },
        loss: (context, inputs) =>
          softmaxCrossEntropy(meanOfPixels(network.forward(context, inputs)), inputs.targets),
      },
    },
    predictions: { logits: network },
    stages: [
      {
        learning: new Map([[first, 1]]),
        optimizer: { name: "sgd", momentum: 0, nesterov: false },
        ...stage,
      },
    ],
    average: false,
  });
}

const x = fixed([8, 4, 4, 2], "x", 2, 3);
const targets = {
  shape: [8, 2],
  data: Float32Array.from({ length: 16 }, (_, i) => ((i >> 1) + i) % 2),
};
const feeds = { x, targets };

describe("a normalised convolution", () => {
  before(async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
  });

  const options: ConvNormOptions = { inputs: 2, outputs: 3, kernel: 3, stride: 2 };

  for (const statistics of ["batch", "stored"] as const) {
    it(`passes gradients on when it normalises with ${statistics} statistics`, () => {
      const block = new Block("body", randomStream(2));
      const layer = convNorm(block, "conv", options);
      for (const { values, role } of block.parameters) {
        const random = randomStream(3, role);
        if (role !== "weight") values.set(Array.from(values, () => 0.5 + random.next()));
      }
      checkOperation(([x]) => layer(x), [learnt([3, 4, 4, 2], 6)], {
        parameters: block.parameters,
        mode: { usesBatchStatistics: statistics === "batch" },
        difference: 2e-3,
      });
    });
  }

  it("predicts what it saw in training, on every engine", () => {
    const layers = twoLayers();
    const { network, first, second } = layers;
    const running = program(layers, { learning: new Map([first, second].map((b) => [b, 1])) });
    for (let i = 0; i < 200; i++) running.step(0, "loss", feeds, { rate: 0, seed: i });
    const state = running.state();
    const predicted = running.predict("logits", feeds);
    for (const { name, values } of network.blocks.flatMap(({ parameters }) => parameters)) {
      values.set(state.get(name)?.data as Float32Array);
    }
    running.dispose();
    for (const make of [createPredictor, tensorPredictor]) {
      const predictor = make(network);
      const again = predictor.run(feeds);
      predictor.dispose();
      assert.deepEqual(again.shape, [8, 4, 4, 2]);
      again.data.forEach((value, i) => {
        assert.ok(Math.abs(value - predicted.data[i]) < 1e-5, `${value}, ${predicted.data[i]}`);
      });
    }
    const means = [0, 1].map((channel) => {
      const values = Array.from(predicted.data).filter((_, i) => i % 2 === channel);
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    });
    // Normalised to mean 0 before its ReLU, a channel averages about 0.4 after it.
    for (const mean of means) assert.ok(mean > 0.2 && mean < 0.6, `${mean}`);
  });

  it("moves the statistics of a learning block towards the batch's, by its share", () => {
    const layers = twoLayers();
    const kernel = layers.first.parameters[0].values;
    kernel.fill(0);
    // The centre of the kernel: the first channel of the output is the first of the input.
    kernel[4 * 2 * 3] = 1;
    const running = program(layers, {});
    running.step(0, "loss", feeds, { rate: 0, seed: 1 });
    const state = running.state();
    running.dispose();
    const values = Array.from(x.data).filter((_, i) => i % 2 === 0);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const variance = squares / (values.length - 1);
    const moved = (name: string) => state.get(`first/conv/norm/${name}`)?.data[0] as number;
    assert.ok(Math.abs(moved("mean") - SHARE * mean) < 1e-5);
    assert.ok(Math.abs(moved("variance") - (1 - SHARE + SHARE * variance)) < 1e-5);
  });

  for (const frozenNormalisation of ["stored", "batch"] as const) {
    it(`leaves a frozen block as it is where it normalises with ${frozenNormalisation} statistics, and lets gradients through`, () => {
      const layers = twoLayers();
      const running = program(layers, { frozenNormalisation });
      const before = running.state();
      const { norms } = running.step(0, "loss", feeds, { rate: 0.1, seed: 1 });
      assert.ok(norms[0] > 1e-3, "the block before it learns");
      const after = running.state();
      running.dispose();
      for (const [name, { data }] of before) {
        const same = name.startsWith("second/");
        if (same) assert.deepEqual(after.get(name)?.data, data, name);
        else assert.notDeepEqual(after.get(name)?.data, data, name);
      }
    });
  }

  it("normalises a frozen block by the batch only where that is asked for", () => {
    const losses = (["stored", "batch"] as const).map((frozenNormalisation) => {
      const running = program(twoLayers(), { frozenNormalisation });
      const { loss } = running.step(0, "loss", feeds, { rate: 0, seed: 1 });
      running.dispose();
      return loss;
    });
    assert.ok(Math.abs(losses[0] - losses[1]) > 1e-3);
  });
});
