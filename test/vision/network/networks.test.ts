import assert from "node:assert/strict";
import {
  buildNetwork,
  createPredictor,
  loadEngine,
  parameterCount,
  randomStream,
  tensorPredictor,
} from "@mltl/core";
import "#vision/network/architectures.js";

const networks = [
  {
    architecture: "emotion-resnet",
    blocks: ["stem", "body/1", "body/2", "body/3", "head"],
    numbers: 687_527,
    widths: [4, 8, 8],
  },
  {
    architecture: "small-cnn",
    blocks: ["body/1", "body/2", "body/3", "head"],
    numbers: 288_679,
    widths: [4, 8],
  },
];

describe("networks over grey faces", () => {
  before(() => loadEngine());

  for (const { architecture, blocks, numbers, widths } of networks) {
    it(`${architecture} has the blocks that plans address, and its numbers at its usual widths`, () => {
      const network = buildNetwork(architecture, { classes: 7 }, randomStream(1));
      assert.deepEqual(
        network.blocks.map(({ name }) => name),
        blocks,
      );
      assert.equal(parameterCount(network), numbers);
    });

    it(`${architecture} gives a face the same logits alone, in a batch and on tfjs alone`, () => {
      const network = buildNetwork(architecture, { classes: 7, widths }, randomStream(1));
      const random = randomStream(2);
      const data = Float32Array.from({ length: 8 * 48 * 48 }, random.normal);
      const [native, tensors] = [createPredictor(network), tensorPredictor(network)];
      const together = native.run({ faces: { shape: [8, 48, 48, 1], data } });
      assert.deepEqual(together.shape, [8, 7]);
      for (const i of [0, 3, 7]) {
        const face = data.subarray(i * 48 * 48, (i + 1) * 48 * 48);
        for (const predictor of [native, tensors]) {
          const alone = predictor.run({ faces: { shape: [1, 48, 48, 1], data: face } });
          alone.data.forEach((value, j) => {
            assert.ok(Math.abs(value - together.data[i * 7 + j]) < 1e-5);
          });
        }
      }
      native.dispose();
      tensors.dispose();
    });
  }
});
