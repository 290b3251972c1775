import assert from "node:assert/strict";
import { randomStream } from "@mltl/core";
import { augmentationSchema, augmentedSize, augmentFace } from "#vision/augment/augment-face.js";

const SIZE = 48;
const tone = { mean: 0, deviation: 1 };
const still = augmentationSchema.parse({ flip: 0 });

/** A face-sized picture whose pixels are all different enough to be told apart. */
const picture = Uint8Array.from(
  { length: SIZE * SIZE },
  (_, i) => (5 * (i % SIZE) + Math.floor(i / SIZE)) % 256,
);

function augment(options: object, seed = 1, normalise = tone): Float32Array {
  const target = new Float32Array(SIZE * SIZE);
  const all = augmentationSchema.parse({ flip: 0, ...options });
  augmentFace(picture, 0, target, 0, SIZE, normalise, all, randomStream(seed));
  return target;
}

describe("augmentFace", () => {
  it("without variation only normalises", () => {
    const target = augment(still, 1, { mean: 100, deviation: 50 });
    target.forEach((value, i) => {
      assert.ok(Math.abs(value - (picture[i] - 100) / 50) < 1e-5);
    });
  });

  it("mirrors left and right", () => {
    const target = augment({ flip: 1 });
    for (let y = 0; y < SIZE; y++) {
      for (let x = 0; x < SIZE; x++) {
        assert.ok(Math.abs(target[y * SIZE + x] - picture[y * SIZE + SIZE - 1 - x]) < 1e-3);
      }
    }
  });

  it("repeats for the same stream and differs for another", () => {
    const options = { flip: 0.5, shift: 0.1, rotate: 15, scale: 0.1, contrast: 0.2, erase: 0.5 };
    assert.deepEqual(augment(options, 5), augment(options, 5));
    assert.notDeepEqual(augment(options, 5), augment(options, 6));
  });

  it("stays within the picture's tones when it only warps", () => {
    for (let seed = 0; seed < 20; seed++) {
      const target = augment({ shift: 0.4, rotate: 45, scale: 0.5 }, seed);
      assert.ok(target.every((value) => value >= 0 && value <= 255));
    }
  });

  it("cuts the middle out", () => {
    const side = 40;
    const edge = (SIZE - side) / 2;
    const target = augment({ crop: side });
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        const wanted = picture[(y + edge) * SIZE + x + edge];
        assert.ok(Math.abs(target[y * side + x] - wanted) < 1e-3);
      }
    }
    assert.equal(augmentedSize(SIZE, augmentationSchema.parse({ crop: 64 })), SIZE);
  });

  it("erases 2 to 20 percent", () => {
    for (let seed = 0; seed < 20; seed++) {
      const target = augment({ erase: 1 }, seed);
      const changed = target.filter((value, i) => Math.abs(value - picture[i]) > 1e-3).length;
      const share = changed / target.length;
      assert.ok(share > 0.01 && share < 0.22, `${share}`);
    }
  });
});
