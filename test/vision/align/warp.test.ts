import assert from "node:assert/strict";
import { warp } from "#vision/align/warp.js";
import type { Picture } from "#vision/image/picture.js";

function picture(width: number, height: number, level: (x: number, y: number) => number): Picture {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++)
    data.fill(level(i % width, Math.floor(i / width)), i * 3, i * 3 + 3);
  return { data, width, height, channels: 3, fullWidth: width, fullHeight: height, scale: 1 };
}

function cut(
  source: Picture,
  size: number,
  scale: number,
  x = 0,
  y = 0,
  border: "black" | "edge" = "edge",
) {
  const target = new Uint8Array(size * size * 3);
  warp(source, { a: scale, b: 0, x, y }, size, border, target);
  return Array.from({ length: size * size }, (_, i) => target[i * 3]);
}

describe("warp", () => {
  it("gives pixels back as they are where nothing is scaled or turned", () => {
    const source = picture(3, 3, (x, y) => 10 * x + 100 * y);
    assert.deepEqual(cut(source, 3, 1), [0, 10, 20, 100, 110, 120, 200, 210, 220]);
  });

  it("averages what it shrinks: fine stripes become grey", () => {
    const stripes = picture(64, 64, (x) => (x % 2) * 200);
    for (const level of cut(stripes, 8, 8)) assert.ok(Math.abs(level - 100) <= 1, `${level}`);
  });

  it("turns clockwise by the angle of (a, b)", () => {
    const source = picture(2, 2, (x, y) => 1 + x + 2 * y);
    const target = new Uint8Array(12);
    // A view turned by 90 degrees: its right points down in the picture.
    warp(source, { a: 0, b: 1, x: 2, y: 0 }, 2, "edge", target);
    assert.deepEqual(
      [0, 3, 6, 9].map((i) => target[i]),
      [2, 4, 1, 3],
    );
  });

  it("goes on with the edge beyond the border, or with black", () => {
    const source = picture(2, 2, () => 80);
    assert.deepEqual(cut(source, 2, 1, -1, 0, "edge"), [80, 80, 80, 80]);
    assert.deepEqual(cut(source, 2, 1, -1, 0, "black"), [0, 80, 0, 80]);
  });
});
