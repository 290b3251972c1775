import assert from "node:assert/strict";
import { faceWeights, softTargets } from "#vision/train/face-targets.js";

const LABELS = ["angry", "happy", "sad"];
/** Five faces, of which the last isn't trained on. */
const SET = { labels: Uint8Array.of(0, 1, 1, 1, 2), rows: Int32Array.of(0, 1, 2, 3) };

const close = (actual: Float32Array, expected: readonly number[]) => {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, i) => {
    assert.ok(Math.abs(actual[i] - value) < 1e-6, `${actual}`);
  });
};

describe("faceWeights", () => {
  it("balanced: every class counts the same in all, whatever its share of the split", () => {
    const weights = faceWeights(SET, LABELS, "balanced");
    close(weights, [4 / 3, 4 / 9, 4 / 3]);
  });

  it("are those that are named, 1 for the others", () => {
    close(faceWeights(SET, LABELS, { sad: 2.5 }), [1, 1, 2.5]);
  });

  it("refuses a label that the set doesn't have, and names the nearest", () => {
    assert.throws(() => faceWeights(SET, LABELS, { hapy: 2 }), {
      code: "E_BAD_PLAN",
      message: /'hapy'; did you mean 'happy'\?/,
    });
  });
});

describe("softTargets", () => {
  it("spread a share over all classes, and mix in the raters' votes where there are some", () => {
    const set = {
      ...SET,
      count: 2,
      labels: Uint8Array.of(0, 1),
      votes: Float32Array.of(0.5, 0.5, 0, 0, 0, 0),
    };
    const targets = softTargets(set as never, 3, { labelSmoothing: 0.3, voteWeight: 0.5 });
    close(targets, [0.65, 0.3, 0.05, 0.1, 0.8, 0.1]);
  });
});
