import assert from "node:assert/strict";
import { cutTiles, fitPicture } from "#vision/image/fit.js";
import type { Picture } from "#vision/image/picture.js";

/** A picture whose every pixel says where it is: red its column, green its row. */
function map(width: number, height: number): Picture {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    data.set([i % width, Math.floor(i / width), 200], i * 3);
  }
  return { data, width, height, channels: 3, fullWidth: width, fullHeight: height, scale: 1 };
}

describe("fitPicture", () => {
  it("fills the upper left of a grid of 32 pixels, black beyond", async () => {
    const fitted = await fitPicture(map(200, 100), 100);
    const { width, height, contentWidth, contentHeight, data } = fitted;
    assert.deepEqual([width, height, contentWidth, contentHeight], [128, 64, 100, 50]);
    assert.equal(data[2], 200);
    assert.deepEqual([...data.subarray(100 * 3, 100 * 3 + 3)], [0, 0, 0]);
    assert.deepEqual([...data.subarray(50 * 128 * 3, 50 * 128 * 3 + 3)], [0, 0, 0]);
  });

  it("makes small pictures 8 times as large at the most", async () => {
    const { contentWidth, width, height } = await fitPicture(map(10, 5), 512);
    assert.deepEqual([contentWidth, width, height], [80, 96, 64]);
  });
});

describe("cutTiles", () => {
  it("covers the whole, with the overlap asked for", async () => {
    const fitted = await fitPicture(map(250, 120), 250);
    const tiles = cutTiles(fitted, 100, 20);
    assert.deepEqual(
      tiles.map(({ left, top }) => [left, top]),
      [
        [0, 0],
        [75, 0],
        [150, 0],
        [0, 20],
        [75, 20],
        [150, 20],
      ],
    );
    for (const { tile, left, top } of tiles) {
      assert.deepEqual([tile.contentWidth, tile.contentHeight], [100, 100]);
      assert.deepEqual([...tile.data.subarray(0, 3)], [left, top, 200]);
      const last = (99 * tile.width + 99) * 3;
      assert.deepEqual([...tile.data.subarray(last, last + 3)], [left + 99, top + 99, 200]);
    }
  });

  it("leaves whole what is small enough", async () => {
    const fitted = await fitPicture(map(64, 32), 64);
    const [{ tile, left, top }, ...more] = cutTiles(fitted, 100, 20);
    assert.deepEqual([left, top, more.length], [0, 0, 0]);
    assert.deepEqual(Buffer.from(tile.data), Buffer.from(fitted.data));
  });
});
