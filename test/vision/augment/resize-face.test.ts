import assert from "node:assert/strict";
import { resizeFace } from "#vision/augment/resize-face.js";

const resized = (source: number[], from: number, to: number) => {
  const target = new Float32Array(to * to);
  resizeFace(Float32Array.from(source), 0, from, target, 0, to);
  return [...target];
};

describe("resizeFace", () => {
  it("takes the mean of what a smaller pixel covers", () => {
    assert.deepEqual(resized([0, 4, 8, 0, 4, 8, 30, 34, 38], 3, 1).map(Math.round), [14]);
    const halved = resized([0, 2, 4, 6, 0, 2, 4, 6, 8, 8, 8, 8, 8, 8, 8, 8], 4, 2);
    assert.deepEqual(halved, [1, 5, 8, 8]);
    // Two pixels of one and a half columns each.
    const [left, right] = resized([0, 3, 9, 0, 3, 9, 0, 3, 9], 3, 2);
    assert.ok(Math.abs(left - 1) < 1e-5 && Math.abs(right - 7) < 1e-5);
  });

  it("goes straight from pixel to pixel when it enlarges, and on at the border", () => {
    const row = resized([0, 8, 0, 8], 2, 4).slice(0, 4);
    assert.deepEqual(row, [0, 2, 6, 8]);
    assert.deepEqual(resized([7], 1, 2), [7, 7, 7, 7]);
  });

  it("leaves a face of that size as it is, and rounds bytes", () => {
    const source = Uint8Array.from({ length: 9 }, (_, i) => 25 * i);
    const same = new Uint8Array(9);
    resizeFace(source, 0, 3, same, 0, 3);
    assert.deepEqual(same, source);
    const one = new Uint8Array(1);
    resizeFace(Uint8Array.of(1, 2, 2, 2), 0, 2, one, 0, 1);
    assert.equal(one[0], 2);
  });
});
