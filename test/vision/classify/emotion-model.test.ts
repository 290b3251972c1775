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

  it("gives the probabilities that it gave before networks became graphs", async () => {
    const model = await loadEmotionModel();
    const probabilities = model.predict(pattern(3), 3);
    model.dispose();
    const expected = [
      [0.007342, 0.002231, 0.028038, 0.635195, 0.084452, 0.037965, 0.204776],
      [0.00209, 0.001119, 0.104442, 0.223474, 0.178713, 0.037386, 0.452776],
      [0.000585, 0.000466, 0.270138, 0.052876, 0.385049, 0.043407, 0.247479],
    ];
    expected.flat().forEach((value, i) => {
      assert.ok(Math.abs(value - probabilities[i]) < 1e-5, `${i}: ${probabilities[i]}`);
    });
  });
});
