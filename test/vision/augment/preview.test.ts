import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import sharp from "sharp";
import { augmentationSchema } from "#vision/augment/augmentation.js";
import { augmentationPreview } from "#vision/augment/preview.js";

const SIZE = 16;
/** Three faces that are ramps, each darker than the next. */
const set = {
  size: SIZE,
  pixels: Uint8Array.from(
    { length: 3 * SIZE * SIZE },
    (_, i) => (i % SIZE) * 8 + 40 * Math.floor(i / SIZE ** 2),
  ),
  rows: Int32Array.of(0, 1, 2),
};

describe("augmentationPreview", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "mltl-preview-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function preview(augment: object) {
    const file = path.join(folder, "preview.png");
    const options = {
      augment: augmentationSchema.parse(augment),
      seed: 1,
      variants: 2,
      enlarge: 1,
    };
    await augmentationPreview(set, options, file);
    const { data, info } = await sharp(file)
      .extractChannel(0)
      .raw()
      .toBuffer({ resolveWithObject: true });
    const cut = (left: number, top: number, side: number) =>
      Array.from(
        { length: side * side },
        (_, i) => data[(top + Math.floor(i / side)) * info.width + left + (i % side)],
      );
    return { info, cut };
  }

  it("shows every face as it is and mirrored beside it", async () => {
    const { info, cut } = await preview({ flip: 1 });
    assert.deepEqual(
      [info.width, info.height],
      [SIZE + 10 + 2 * (SIZE + 2) - 2, 3 * (SIZE + 2) - 2],
    );
    for (const row of [0, 1, 2]) {
      const top = row * (SIZE + 2);
      const original = cut(0, top, SIZE);
      assert.deepEqual(
        cut(SIZE + 10, top, SIZE),
        original.map((_, i) => original[i - (i % SIZE) + SIZE - 1 - (i % SIZE)]),
      );
    }
  });

  it("shows crops in the middle of their rows, and faces mixed with others of their column", async () => {
    const { cut } = await preview({ flip: 0, crop: 8, mixup: 1 });
    const originals = [0, 1, 2].map((row) => cut(4, row * (SIZE + 2) + 4, 8));
    const mixed = [0, 1, 2].map((row) => cut(SIZE + 10, row * (SIZE + 2) + 4, 8));
    assert.notDeepEqual(mixed, originals);
    for (const face of mixed) {
      assert.equal(face[1] - face[0], 8);
      assert.ok(face[0] >= originals.flat().reduce((a, b) => Math.min(a, b)));
    }
  });
});
