import assert from "node:assert/strict";
import { disposeNetwork, loadEngine, PREDICT, parameterCount, randomStream, tf } from "@mltl/core";
import { buildEmotionResnet } from "#vision/network/emotion-resnet.js";

describe("emotion-resnet", () => {
  before(() => loadEngine());

  it("has the blocks that plans address, and 0.69 M numbers at its usual widths", () => {
    const network = buildEmotionResnet({ classes: 7 }, randomStream(1));
    assert.deepEqual(
      network.blocks.map(({ name }) => name),
      ["stem", "body/1", "body/2", "body/3", "head"],
    );
    assert.equal(parameterCount(network), 687_527);
    disposeNetwork(network);
  });

  it("gives a face the same logits alone and in a batch", () => {
    const network = buildEmotionResnet({ classes: 7, widths: [4, 8, 8] }, randomStream(1));
    tf.tidy(() => {
      const faces = tf.randomNormal([32, 48, 48, 1], 0, 1, "float32", 1);
      const together = network.forward(faces, PREDICT).dataSync();
      for (const i of [0, 13, 31]) {
        const alone = network
          .forward(faces.slice([i, 0, 0, 0], [1, 48, 48, 1]), PREDICT)
          .dataSync();
        alone.forEach((value, j) => {
          assert.ok(Math.abs(value - together[i * 7 + j]) < 1e-5);
        });
      }
    });
    disposeNetwork(network);
  });
});
