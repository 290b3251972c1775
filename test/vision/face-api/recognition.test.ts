import assert from "node:assert/strict";
import { createPredictor, loadEngine, randomStream } from "@mltl/core";
import { buildRecognitionNetwork } from "#vision/face-api/recognition.js";

describe("the recognition network from scratch", () => {
  before(() => loadEngine());

  it("begins with answers near each other, though nothing in it is normalised", () => {
    const options = { classes: 7, channels: 1, resize: true, size: 80 };
    const random = randomStream(1, "weights");
    const predictor = createPredictor(buildRecognitionNetwork(options, random));
    const faces = Float32Array.from({ length: 2 * 48 * 48 }, () => random.next() * 4 - 2);
    const { data } = predictor.run({ faces: { shape: [2, 48, 48, 1], data: faces } });
    predictor.dispose();
    const logits = [...(data as Float32Array)];
    assert.equal(logits.length, 14);
    assert.ok(
      logits.every((logit) => Math.abs(logit) < 3),
      logits.join(" "),
    );
    assert.ok(new Set(logits).size > 7);
  });
});
