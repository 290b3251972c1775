import assert from "node:assert/strict";
import {
  createPredictor,
  loadEngine,
  parameterCount,
  parametersOf,
  randomStream,
  tensorPredictor,
} from "@mltl/core";
import "#vision/network/architectures.js";
import { buildFaceNetwork, faceArchitectures } from "#vision/network/face-network.js";
import { checkOperation, fixed } from "../../core/ops/check-operation.js";

const bodies = (count: number) => Array.from({ length: count }, (_, i) => `body/${i + 1}`);

/** `tiny`: options of a network that is quickly checked; `side` of its faces. */
const networks = [
  {
    architecture: "emotion-resnet",
    blocks: ["stem", ...bodies(3), "head"],
    numbers: 687_527,
    features: 192,
    side: 8,
    tiny: { widths: [2, 2, 3] },
  },
  {
    architecture: "small-cnn",
    blocks: [...bodies(3), "head"],
    numbers: 288_679,
    features: 128,
    side: 8,
    tiny: { widths: [2, 3] },
  },
  {
    architecture: "emotion-vgg",
    blocks: [...bodies(4), "hidden/1", "head"],
    numbers: 1_766_439,
    features: 256,
    side: 16,
    tiny: { width: 0.01, hidden: [3], size: 16 },
  },
  {
    architecture: "emotion-mobile",
    blocks: ["stem", ...bodies(6), "top", "head"],
    numbers: 223_775,
    features: 256,
    side: 8,
    tiny: { widths: [2, 2, 3], depth: 2, expand: 2, features: 4 },
  },
  {
    architecture: "dense-face-live",
    blocks: [
      ...["stem", "inception/1", "inception/2", "inception/3", "transition", "inception/4"],
      ...["dense/1", "dense/2", "head"],
    ],
    numbers: 5_008_327,
    features: 1568,
    side: 32,
    tiny: { width: 0.02, size: 32 },
    // Its last maps have a pixel: deviations are of three numbers.
    tolerance: 2e-3,
  },
];

describe("networks over grey faces", function () {
  this.timeout(60_000);

  before(async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
  });

  for (const { architecture, blocks, numbers, features, side, tiny, tolerance } of networks) {
    it(`${architecture} has the blocks that plans address, and its numbers at its usual widths`, () => {
      const network = buildFaceNetwork(architecture, { classes: 7 }, randomStream(1));
      assert.deepEqual(
        network.blocks.map(({ name }) => name),
        blocks,
      );
      assert.equal(parameterCount(network), numbers);
      assert.equal(network.featureCount, features);
    });

    it(`${architecture} gives a face the same logits and features alone, in a batch and on tfjs alone`, () => {
      const options = { classes: 7, ...tiny, ...("size" in tiny && { size: 48 }) };
      const network = buildFaceNetwork(architecture, options, randomStream(1));
      const random = randomStream(2);
      const data = Float32Array.from({ length: 8 * 48 * 48 }, random.normal);
      for (const [what, width] of [
        ["forward", 7],
        ["features", network.featureCount],
      ] as const) {
        const prediction = { ...network, forward: network[what] };
        const [native, tensors] = [createPredictor(prediction), tensorPredictor(prediction)];
        const together = native.run({ faces: { shape: [8, 48, 48, 1], data } });
        assert.deepEqual(together.shape, [8, width]);
        for (const i of [0, 3, 7]) {
          const face = data.subarray(i * 48 * 48, (i + 1) * 48 * 48);
          for (const predictor of [native, tensors]) {
            const alone = predictor.run({ faces: { shape: [1, 48, 48, 1], data: face } });
            alone.data.forEach((value, j) => {
              assert.ok(Math.abs(value - together.data[i * width + j]) < 1e-5);
            });
          }
        }
        native.dispose();
        tensors.dispose();
      }
    });

    for (const learns of [true, false]) {
      it(`${architecture}, its blocks ${learns ? "learning" : "frozen"}: gradients agree with tfjs's`, () => {
        const network = buildFaceNetwork(architecture, { classes: 2, ...tiny }, randomStream(3));
        checkOperation(
          ([faces]) => network.forward(faces.context, { faces }),
          [fixed([3, side, side, 1], 4)],
          {
            parameters: parametersOf(network),
            mode: { isLearning: learns, usesBatchStatistics: learns },
            tolerance: tolerance ?? 1e-4,
            differences: false,
          },
        );
      });
    }
  }

  it("are named where another is asked for", () => {
    assert.throws(() => buildFaceNetwork("emotion-vvg", { classes: 7 }, randomStream(1)), {
      code: "E_NOT_FOUND",
      message: new RegExp(faceArchitectures().join(", ")),
    });
    assert.ok(faceArchitectures().includes("face-api-recognition"));
    // It tells no classes apart.
    assert.ok(!faceArchitectures().includes("face-api-landmarks"));
  });
});
