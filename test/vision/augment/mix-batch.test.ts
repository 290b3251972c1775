import assert from "node:assert/strict";
import { randomStream } from "@mltl/core";
import { mixBatch } from "#vision/augment/mix-batch.js";

const SIDE = 12;
const COUNT = 6;

/** Faces of one level each, 1 to 6, each of a class of its own. */
function batch(weights: Float32Array = new Float32Array(COUNT).fill(1)) {
  const area = SIDE * SIDE;
  return {
    side: SIDE,
    faces: Float32Array.from({ length: COUNT * area }, (_, i) => 1 + Math.floor(i / area)),
    weights,
    targets: [
      Float32Array.from({ length: COUNT * COUNT }, (_, i) =>
        i % COUNT === Math.floor(i / COUNT) ? 1 : 0,
      ),
    ],
  };
}

const rowsOf = (values: Float32Array) =>
  Array.from({ length: COUNT }, (_, i) => {
    const width = values.length / COUNT;
    return values.subarray(i * width, (i + 1) * width);
  });

const mixed = (
  options: { mixup: number; cutmix: number },
  seed: number,
  weights?: Float32Array,
) => {
  const made = batch(weights);
  mixBatch(made, options, randomStream(seed));
  return made;
};

const seeds = Array.from({ length: 60 }, (_, seed) => seed);

describe("mixBatch", () => {
  it("does and draws nothing where nothing is to be mixed", () => {
    const random = randomStream(1);
    const made = batch();
    mixBatch(made, { mixup: 0, cutmix: 0 }, random);
    assert.deepEqual(made, batch());
    assert.equal(random.next(), randomStream(1).next());
  });

  it("mixup: every face is as much of another as its target says", () => {
    const shares = seeds.map((seed) => {
      const { faces, targets, weights } = mixed({ mixup: 0.4, cutmix: 0 }, seed);
      assert.ok(weights.every((weight) => Math.abs(weight - 1) < 1e-6));
      const pixels = rowsOf(faces);
      rowsOf(targets[0]).forEach((target, i) => {
        const level = target.reduce((sum, share, j) => sum + share * (j + 1), 0);
        assert.ok(pixels[i].every((pixel) => Math.abs(pixel - level) < 1e-4));
        assert.ok(Math.abs(target.reduce((sum, share) => sum + share, 0) - 1) < 1e-5);
      });
      const mixedRow = rowsOf(targets[0]).find((target) => target.every((share) => share < 1));
      return mixedRow ? Math.max(...mixedRow) : 1;
    });
    // Beta(0.4, 0.4) is mostly near 0 and 1: the larger share is 0.82 on average.
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    assert.ok(mean > 0.75 && mean < 0.9, `${mean}`);
  });

  it("cutmix: a rectangle, the same in all, of as many pixels as the targets say", () => {
    for (const seed of seeds) {
      const { faces, targets } = mixed({ mixup: 0, cutmix: 1 }, seed);
      rowsOf(targets[0]).forEach((target, i) => {
        const pixels = rowsOf(faces)[i];
        const own = pixels.filter((pixel) => pixel === i + 1).length;
        const partner = pixels.find((pixel) => pixel !== i + 1);
        if (partner === undefined) return;
        assert.ok(Math.abs(target[i] - own / pixels.length) < 1e-6);
        assert.ok(Math.abs(target[partner - 1] - (1 - own / pixels.length)) < 1e-6);
        const inside = [...pixels.keys()].filter((at) => pixels[at] === partner);
        const [xs, ys] = [inside.map((at) => at % SIDE), inside.map((at) => Math.floor(at / SIDE))];
        const width = Math.max(...xs) - Math.min(...xs) + 1;
        const height = Math.max(...ys) - Math.min(...ys) + 1;
        assert.equal(width * height, inside.length);
      });
    }
  });

  it("takes each for about half of the batches where both are on", () => {
    const cut = seeds.filter((seed) => {
      const { faces } = mixed({ mixup: 1, cutmix: 1 }, seed);
      return faces.every((pixel) => Number.isInteger(pixel));
    });
    assert.ok(cut.length > 15 && cut.length < 45, `${cut.length}`);
  });

  it("mixes by weight: the loss is that of both targets, each by its share and weight", () => {
    const weights = Float32Array.of(1, 2, 3, 4, 5, 6);
    const made = mixed({ mixup: 1, cutmix: 0 }, 3, weights.slice());
    rowsOf(made.faces).forEach(([pixel], i) => {
      const target = rowsOf(made.targets[0])[i];
      const partner = target.findIndex((share, j) => share > 0 && j !== i);
      if (partner < 0) return;
      const share = (pixel - (partner + 1)) / (i - partner);
      assert.ok(Math.abs(made.weights[i] * target[i] - share * weights[i]) < 1e-4);
      assert.ok(
        Math.abs(made.weights[i] * target[partner] - (1 - share) * weights[partner]) < 1e-4,
      );
    });
  });
});
