import assert from "node:assert/strict";
import { randomStream } from "@mltl/core";
import { faceAugmenter } from "#vision/augment/augment-face.js";
import { augmentationSchema, augmentedSize } from "#vision/augment/augmentation.js";

const SIZE = 48;
const tone = { mean: 0, deviation: 1 };

/** A face-sized picture whose pixels are all different enough to be told apart. */
const picture = Uint8Array.from(
  { length: SIZE * SIZE },
  (_, i) => (5 * (i % SIZE) + Math.floor(i / SIZE)) % 256,
);
/** Grey levels that are their place: x in one, y in the other. */
const across = picture.map((_, i) => 5 * (i % SIZE));
const down = picture.map((_, i) => 5 * Math.floor(i / SIZE));

function vary(options: object, { seed = 1, normalise = tone, source = picture } = {}) {
  const all = augmentationSchema.parse({ flip: 0, ...options });
  const augmenter = faceAugmenter(SIZE, normalise, all);
  const target = new Float32Array(augmenter.side ** 2);
  const { mirrored } = augmenter.vary(source, 0, target, 0, randomStream(seed));
  return { target, mirrored, side: augmenter.side };
}

const augment = (options: object, more = {}) => vary(options, more).target;

/** Where the pixel at `x`, `y` of the result comes from, while it stays within the picture. */
function sourceOf(options: object, seed: number, x: number, y: number): [number, number] {
  const at = y * SIZE + x;
  const [u, v] = [across, down].map((source) => augment(options, { seed, source })[at] / 5);
  return [u, v];
}

const seeds = Array.from({ length: 40 }, (_, seed) => seed);

describe("faceAugmenter", () => {
  it("without variation only normalises", () => {
    const target = augment({}, { normalise: { mean: 100, deviation: 50 } });
    target.forEach((value, i) => {
      assert.ok(Math.abs(value - (picture[i] - 100) / 50) < 1e-5);
    });
  });

  it("mirrors left and right, and says so", () => {
    const { target, mirrored } = vary({ flip: 1 });
    assert.equal(mirrored, true);
    assert.equal(vary({}).mirrored, false);
    for (let y = 0; y < SIZE; y++) {
      for (let x = 0; x < SIZE; x++) {
        assert.ok(Math.abs(target[y * SIZE + x] - picture[y * SIZE + SIZE - 1 - x]) < 1e-3);
      }
    }
  });

  it("repeats for the same stream and differs for another", () => {
    const options = {
      ...{ flip: 0.5, shift: 0.1, rotate: 15, scale: 0.1, shear: 0.1, eyes: 0.02, contrast: 0.2 },
      ...{ gamma: 0.5, blur: 0.5, small: { chance: 0.5 }, erase: 0.5 },
    };
    const augmenter = faceAugmenter(SIZE, tone, augmentationSchema.parse(options));
    const run = (seed: number) => {
      const target = new Float32Array(SIZE * SIZE);
      augmenter.vary(picture, 0, target, 0, randomStream(seed));
      return target;
    };
    assert.deepEqual(run(5), run(5));
    assert.notDeepEqual(run(5), run(6));
  });

  it("comes to what plans without the newer settings came to before there were any", () => {
    const options = {
      ...{ flip: 0.5, shift: 0.08, rotate: 10, scale: 0.12, contrast: 0.25, brightness: 0.08 },
      ...{ erase: 0.15, crop: 40 },
    };
    const before = [
      [175.45, 132.714, 161.885],
      [158.639, 112.66, 125.27],
      [189.925, 131.156, 136.192],
      [61.395, 150.418, 158.756],
      [130.943, 93.568, 109.004],
      [67.573, 128.727, 136.462],
      [241.863, 164.299, 176.194],
      [24.855, 106.804, 123.612],
    ];
    before.forEach((levels, seed) => {
      const target = augment(options, { seed });
      [5, 820, 1500].forEach((at, i) => {
        assert.ok(Math.abs(target[at] - levels[i]) < 1e-2, `${target[at]} for ${levels[i]}`);
      });
    });
  });

  it("stays within the picture's tones when it only warps", () => {
    for (const seed of seeds) {
      const target = augment(
        { shift: 0.4, rotate: 45, scale: 0.5, shear: 0.3, eyes: 0.1 },
        { seed },
      );
      assert.ok(target.every((value) => value >= 0 && value <= 255));
    }
  });

  it("makes faces larger and smaller by ranges of their own", () => {
    const scales = seeds.map((seed) => {
      const [left] = sourceOf({ scale: { in: 0.6, out: 0.1 } }, seed, 22, 24);
      const [right] = sourceOf({ scale: { in: 0.6, out: 0.1 } }, seed, 25, 24);
      return 3 / (right - left);
    });
    assert.ok(Math.max(...scales) > 1.4 && Math.max(...scales) <= 1.601, `${scales}`);
    assert.ok(Math.min(...scales) < 0.97 && Math.min(...scales) >= 0.899, `${scales}`);
  });

  it("shears along rows: columns lean, rows stay", () => {
    for (const seed of seeds.slice(0, 8)) {
      const [top, bottom] = [
        sourceOf({ shear: 0.2 }, seed, 24, 20),
        sourceOf({ shear: 0.2 }, seed, 24, 30),
      ];
      assert.ok(Math.abs(bottom[1] - top[1] - 10) < 1e-3);
      const lean = (bottom[0] - top[0]) / 10;
      assert.ok(Math.abs(lean) <= 0.2 && Math.abs(lean) > 1e-4, `${lean}`);
    }
  });

  it("aligns by eyes that are off by as much as it says, without distorting the face", () => {
    const options = { eyes: 0.03 };
    const off: number[] = [];
    for (const seed of seeds) {
      // Eyes stand at 0.318 and 0.682 of the width, at 0.38 of the height: near pixel (15, 18).
      const [eye, across, below] = [
        sourceOf(options, seed, 15, 18),
        sourceOf(options, seed, 25, 18),
        sourceOf(options, seed, 15, 28),
      ];
      off.push(eye[0] - 15, eye[1] - 18);
      const [right, down] = [across, below].map(([x, y]) => [x - eye[0], y - eye[1]]);
      assert.ok(Math.abs(right[0] - down[1]) < 1e-2 && Math.abs(right[1] + down[0]) < 1e-2);
    }
    const deviation = Math.sqrt(off.reduce((sum, d) => sum + d * d, 0) / off.length);
    assert.ok(Math.abs(deviation - 0.03 * SIZE) < 0.3, `${deviation}`);
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

  for (const [cropFrom, places] of [
    ["corners", 5],
    ["random", 81],
  ] as const) {
    it(`cuts out ${cropFrom} crops, each a part of the picture as it is`, () => {
      const met = new Set<string>();
      for (let seed = 0; seed < 600; seed++) {
        const corners = [across, down].map((source) => {
          const target = augment({ crop: 40, cropFrom }, { seed, source });
          return [target[0] / 5, target[40 * 40 - 1] / 5];
        });
        for (const [first, last] of corners) assert.ok(Math.abs(last - first - 39) < 1e-4);
        const place = corners.map(([first]) => Math.round(first));
        if (cropFrom === "corners") {
          assert.ok(place.every((at) => at === 4) || place.every((at) => at === 0 || at === 8));
        }
        met.add(place.join());
      }
      assert.ok(met.size > 0.98 * places, `${met.size}`);
      assert.ok(met.size <= places, `${met.size}`);
    });
  }

  it("gamma moves the middle tones and keeps black, white and their order", () => {
    const ramp = picture.map((_, i) => Math.floor((255 * i) / (SIZE * SIZE - 1)));
    const middles = seeds.map((seed) => {
      const target = augment({ gamma: 0.5 }, { seed, source: ramp });
      assert.ok(Math.abs(target[0]) < 1e-3 && Math.abs(target[SIZE * SIZE - 1] - 255) < 1e-3);
      assert.ok(target.every((value, i) => i === 0 || value >= target[i - 1] - 1e-3));
      return target[Math.floor((SIZE * SIZE) / 2)];
    });
    const half = 255 * 0.5;
    assert.ok(Math.min(...middles) < half - 15 && Math.max(...middles) > half + 15);
    assert.ok(
      Math.min(...middles) > 255 * 0.5 ** 1.5 - 2 &&
        Math.max(...middles) < 255 * 0.5 ** (1 / 1.5) + 2,
    );
  });

  it("a blur and few pixels keep the mean and take detail away, as often as they are to", () => {
    const checks = picture.map((_, i) => ((i + Math.floor(i / SIZE)) % 2) * 200);
    const spread = (values: Float32Array) => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      assert.ok(Math.abs(mean - 100) < 2, `${mean}`);
      return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    };
    for (const options of [{ blur: 0.5 }, { small: { chance: 0.5, from: 16, to: 24 } }]) {
      const spreads = seeds.map((seed) => spread(augment(options, { seed, source: checks })));
      const softened = spreads.filter((value) => value < 85).length;
      assert.ok(softened > 10 && softened < 30, `${softened} of 40`);
      assert.equal(spreads.filter((value) => value > 99).length, 40 - softened);
    }
  });

  it("erases 2 to 20 percent", () => {
    for (const seed of seeds) {
      const target = augment({ erase: 1 }, { seed });
      const changed = target.filter((value, i) => Math.abs(value - picture[i]) > 1e-3).length;
      const share = changed / target.length;
      assert.ok(share > 0.01 && share < 0.22, `${share}`);
    }
  });

  it("refuses small faces whose least side is above the largest", () => {
    assert.throws(() => augmentationSchema.parse({ small: { chance: 1, from: 30, to: 20 } }));
  });
});
