import assert from "node:assert/strict";
import type { FaceSet } from "#vision/data/face-set.js";
import { faceConditions, underCondition } from "#vision/evaluate/conditions.js";

const SIZE = 48;
const AREA = SIZE * SIZE;

/** A dark face with a light bar across its middle, and the same again. */
const set: FaceSet = {
  size: SIZE,
  count: 3,
  pixels: Uint8Array.from({ length: 3 * AREA }, (_, i) => {
    const y = Math.floor((i % AREA) / SIZE);
    return y >= 20 && y < 28 ? 201 : 50;
  }),
  labels: new Uint8Array(3),
  rows: Int32Array.of(0, 1),
};

function under(name: string): FaceSet {
  return underCondition(set, faceConditions([name])[0]);
}

function at(faces: FaceSet, row: number, x: number, y: number): number {
  return faces.pixels[row * AREA + y * SIZE + x];
}

describe("faces under conditions", () => {
  it("change the rows of the set alone, the same way each time", () => {
    for (const { name } of faceConditions(["all"])) {
      const changed = under(name);
      assert.deepEqual(changed.pixels, under(name).pixels);
      assert.notDeepEqual(changed.pixels.subarray(0, AREA), set.pixels.subarray(0, AREA), name);
      assert.deepEqual(changed.pixels.subarray(2 * AREA), set.pixels.subarray(2 * AREA));
    }
  });

  it("are turned by 30 degrees about the middle, with the edge in the corners", () => {
    const turned = under("rotated");
    for (const row of [0, 1]) {
      assert.equal(at(turned, row, 24, 24), 201);
      for (const [x, y] of [
        [0, 0],
        [47, 47],
      ])
        assert.equal(at(turned, row, x, y), 50);
      // 20 pixels to the side of the middle the bar is 20 tan 30 = 11.5 pixels higher or lower.
      const up = at(turned, row, 44, 12);
      const down = at(turned, row, 44, 35);
      assert.deepEqual(
        [up, down].sort((a, b) => a - b),
        [50, 201],
      );
    }
  });

  it("have half the light", () => {
    assert.deepEqual([at(under("dim"), 0, 0, 0), at(under("dim"), 0, 0, 24)], [25, 101]);
  });

  it("lose detail when they were small, and keep their level", () => {
    const sum = (faces: FaceSet) =>
      faces.pixels.subarray(0, AREA).reduce((total, v) => total + v, 0);
    for (const name of ["40px", "24px"]) {
      const small = under(name);
      assert.ok(Math.abs(sum(small) / sum(set) - 1) < 0.02, name);
      assert.ok(at(small, 0, 24, 20) < 201, name);
      assert.equal(at(small, 0, 24, 4), 50);
    }
  });

  it("are named where one isn't known", () => {
    assert.throws(() => faceConditions(["foggy"]), {
      code: "E_USAGE",
      message: /rotated, dim, 40px, 24px.*foggy/,
    });
  });
});
