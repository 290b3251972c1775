import assert from "node:assert/strict";
import { loadEngine } from "@mltl/core";
import { loadEmotionModel } from "#vision/classify/emotion-model.js";

const SIDE = 48;

/** Waves, another one in each crop. */
function pattern(count: number): Uint8Array {
  return Uint8Array.from({ length: count * SIDE * SIDE }, (_, i) => {
    const crop = Math.floor(i / SIDE ** 2);
    const [x, y] = [i % SIDE, Math.floor(i / SIDE) % SIDE];
    return 128 + 100 * Math.sin(((crop + 1) * x) / 7) * Math.cos(y / (5 + crop));
  });
}

describe("the emotion model that comes with the package", () => {
  before(() => loadEngine());

  it("gives the probabilities that it gave when it was made, whatever has changed around it", async () => {
    const model = await loadEmotionModel();
    const probabilities = model.predict(pattern(3), 3);
    model.dispose();
    const expected = [
      [0.085444, 0.00824, 0.071761, 0.388103, 0.343608, 0.015198, 0.087646],
      [0.01871, 0.006606, 0.085571, 0.319696, 0.139505, 0.028019, 0.401892],
      [0.001697, 0.002786, 0.182831, 0.014757, 0.093576, 0.519084, 0.185271],
    ];
    expected.flat().forEach((value, i) => {
      assert.ok(Math.abs(value - probabilities[i]) < 1e-5, `${i}: ${probabilities[i]}`);
    });
  });
});
