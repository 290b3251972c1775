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
      [0.025364, 0.015226, 0.043191, 0.435114, 0.096864, 0.059095, 0.325145],
      [0.008951, 0.005434, 0.027966, 0.025842, 0.275935, 0.013822, 0.64205],
      [0.177859, 0.011226, 0.089343, 0.045243, 0.145429, 0.210703, 0.320197],
    ];
    expected.flat().forEach((value, i) => {
      assert.ok(Math.abs(value - probabilities[i]) < 1e-5, `${i}: ${probabilities[i]}`);
    });
  });
});
