import assert from "node:assert/strict";
import { buildNetwork, createPredictor, loadEngine, randomStream } from "@mltl/core";
import type { EmotionModel } from "#vision/classify/emotion-model.js";
import { facePrediction } from "#vision/classify/predict-faces.js";
import { withTestTimeCrops } from "#vision/classify/test-time-crops.js";
import "#vision/network/architectures.js";

const SIZE = 12;

/** Keeps what it is asked, and answers with the level of each crop's upper left pixel. */
function cornerModel(seen: { side: number; crops: Uint8Array }[], anySize = true): EmotionModel {
  return {
    labels: ["light", "dark"],
    inputSize: SIZE,
    anySize,
    predict(crops, count, side = SIZE) {
      seen.push({ side, crops });
      return Float32Array.from({ length: 2 * count }, (_, i) => {
        const light = crops[Math.floor(i / 2) * side * side] / 255;
        return i % 2 === 0 ? light : 1 - light;
      });
    },
    dispose() {},
  };
}

/** Two faces whose levels tell where a pixel is. */
const faces = Uint8Array.from({ length: 2 * SIZE * SIZE }, (_, i) => {
  const [face, at] = [Math.floor(i / SIZE ** 2), i % SIZE ** 2];
  return face * 50 + 10 * Math.floor(at / SIZE) + (at % SIZE);
});

describe("test-time crops", () => {
  it("leaves a model as it is without any", () => {
    const model = cornerModel([]);
    assert.equal(withTestTimeCrops(model, "none"), model);
  });

  it("averages a face and its mirror image, of all faces in one prediction", () => {
    const seen: { side: number; crops: Uint8Array }[] = [];
    const flipped = withTestTimeCrops(cornerModel(seen), "flip");
    const probabilities = flipped.predict(faces, 2);
    assert.equal(seen.length, 1);
    const mirrored = seen[0].crops.subarray(SIZE ** 2, 2 * SIZE ** 2);
    assert.deepEqual([...mirrored.subarray(0, 3)], [11, 10, 9]);
    const expected = [0, 11, 50, 61].map((level) => level / 255);
    assert.ok(Math.abs(probabilities[0] - (expected[0] + expected[1]) / 2) < 1e-6);
    assert.ok(Math.abs(probabilities[2] - (expected[2] + expected[3]) / 2) < 1e-6);
    assert.ok(Math.abs(probabilities[2] + probabilities[3] - 1) < 1e-6);
  });

  it("cuts ten out of four corners and the middle, smaller by a twelfth", () => {
    const seen: { side: number; crops: Uint8Array }[] = [];
    withTestTimeCrops(cornerModel(seen), "ten").predict(faces, 2);
    const [{ side, crops }] = seen;
    assert.equal(side, 11);
    assert.equal(crops.length, 2 * 10 * 11 ** 2);
    const corners = Array.from({ length: 10 }, (_, i) => crops[i * 11 ** 2]);
    assert.deepEqual(corners, [0, 10, 0, 10, 1, 11, 10, 20, 11, 21]);
  });

  it("says that a network of one size can't have ten, and which modes there are", () => {
    const fixed = cornerModel([], false);
    assert.throws(() => withTestTimeCrops(fixed, "ten"), { code: "E_USAGE", message: /12 pixels/ });
    assert.throws(() => withTestTimeCrops(fixed, "five" as "ten"), {
      message: /none, flip, ten/,
    });
  });
});

describe("the temperature of probabilities", () => {
  it("divides the logits", async () => {
    await loadEngine();
    const options = { classes: 3, widths: [4, 4] };
    const network = buildNetwork("small-cnn", options, randomStream("temperature"));
    const levels = { size: SIZE, mean: 129, deviation: 64 };
    const rowsAt = (temperature?: number) => {
      const predictor = createPredictor(facePrediction(network, { ...levels, temperature }));
      const { data } = predictor.run({ crops: { shape: [2, SIZE, SIZE, 1], data: faces } });
      predictor.dispose();
      return Array.from(data as Float32Array);
    };
    const [plain, cooled] = [rowsAt(), rowsAt(2)];
    assert.deepEqual(rowsAt(1), plain);
    for (const row of [0, 3]) {
      const roots = plain.slice(row, row + 3).map(Math.sqrt);
      const sum = roots.reduce((total, root) => total + root, 0);
      roots.forEach((root, i) => {
        assert.ok(Math.abs(root / sum - cooled[row + i]) < 1e-6);
      });
      assert.ok(Math.abs(plain[row] - cooled[row]) > 1e-4);
    }
  });
});
