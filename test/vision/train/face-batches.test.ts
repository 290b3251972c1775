import { deepEqual, equal } from "node:assert/strict";
import { augmentationSchema } from "#vision/augment/augmentation.js";
import { type FaceBatchOptions, faceBatches } from "#vision/train/face-batches.js";
import { classWeightsSchema } from "#vision/train/face-targets.js";

const COUNT = 7;
const set = {
  size: 4,
  count: COUNT,
  pixels: Uint8Array.from({ length: COUNT * 16 }, (_, i) => i),
  labels: new Uint8Array(COUNT),
  rows: Int32Array.from({ length: COUNT }, (_, i) => i),
};

function options(passes: number): FaceBatchOptions {
  return {
    name: "drawn",
    labels: ["happy", "sad"],
    seed: 1,
    batch: 2,
    passes,
    labelSmoothing: 0,
    voteWeight: 0,
    ratersWeight: 0.5,
    classWeights: classWeightsSchema.parse({}),
    augment: augmentationSchema.parse({}),
    preprocessing: { mean: 128, deviation: 64 },
  };
}

describe("batches of faces", () => {
  it("go through the faces as often in an epoch as they are told, each time in another order", () => {
    const once = faceBatches(set, options(1));
    const thrice = faceBatches(set, options(3));
    equal(once.stepsPerEpoch, 3);
    equal(thrice.stepsPerEpoch, 9);
    const ids = (batches: typeof once, epoch: number, steps: number) =>
      Array.from({ length: steps }, (_, step) => batches.batch(epoch, step).ids);
    const apart = [0, 1, 2].flatMap((epoch) => ids(once, epoch, 3));
    deepEqual(ids(thrice, 0, 9), apart);
    equal(new Set(apart.slice(0, 3).flat()).size, 6);
  });
});
