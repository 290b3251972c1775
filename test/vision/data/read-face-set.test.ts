import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { type DataManifest, dataRoot, findDataManifest, hasData } from "@mltl/core";
import sharp from "sharp";
import { readFaceSet } from "#vision/data/read-face-set.js";

const AREA = 48 * 48;

const manifest: DataManifest = {
  schema: "mltl.data/1",
  name: "some",
  title: "Some faces",
  task: "vision/classify",
  format: "face-bytes",
  folder: "fer/some",
  source: "nowhere",
  licence: "CC0",
  ship: true,
  labels: ["happy", "sad"],
  counts: { dev: 2 },
  files: { "some.val.u8.gz": "", "some.val.labels.u8.gz": "" },
};

describe("readFaceSet", () => {
  let root: string;
  let folder: string;

  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), "mltl-faces-"));
    folder = path.join(root, "fer/some");
    await mkdir(folder, { recursive: true });
    const pixels = new Uint8Array(2 * AREA).map((_, i) => i % 251);
    await writeFile(path.join(folder, "some.val.u8.gz"), gzipSync(pixels));
    await writeFile(path.join(folder, "some.val.labels.u8.gz"), gzipSync(Uint8Array.of(1, 0)));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it("reads raw bytes, and knows a file's val as dev", async () => {
    const set = await readFaceSet(root, manifest, "dev");
    assert.deepEqual([...set.labels], [1, 0]);
    assert.deepEqual([...set.rows], [0, 1]);
    assert.equal(set.pixels[AREA + 3], (AREA + 3) % 251);
  });

  it("refuses classes that the manifest doesn't name", async () => {
    await assert.rejects(readFaceSet(root, { ...manifest, labels: ["happy"] }, "dev"), {
      code: "E_BAD_DATA",
      message: /Expected classes below 1 in split 'dev' of some, received 1/,
    });
  });

  it("names the splits and the formats there are", async () => {
    await assert.rejects(readFaceSet(root, manifest, "test"), {
      code: "E_NOT_FOUND",
      message: /no split 'test'\. Splits: dev/,
    });
    await assert.rejects(readFaceSet(root, { ...manifest, format: "conll" }, "dev"), {
      code: "E_BAD_PLAN",
      message: /formats fer2013, ferplus, face-bytes, face-folders.*'some' of format conll/,
    });
  });

  describe("with a folder for each class", () => {
    const pictures: DataManifest = {
      ...manifest,
      format: "face-folders",
      counts: { train: 3 },
      files: { "train/": "" },
    };
    const write = async (name: string, level: number, side = 48) => {
      const data = new Uint8Array(side * side).fill(level);
      data[0] = 7;
      const file = path.join(folder, "train", name);
      await mkdir(path.dirname(file), { recursive: true });
      await sharp(data, { raw: { width: side, height: side, channels: 1 } })
        .png()
        .toFile(file);
    };

    it("reads grey pictures of 48x48 pixel by pixel, in the order of classes and names", async () => {
      await write("sad/a.png", 10);
      await write("happy/c.png", 30);
      await write("happy/b.png", 20);
      const set = await readFaceSet(root, pictures, "train");
      assert.equal(set.count, 3);
      assert.deepEqual([...set.labels], [0, 0, 1]);
      for (const [row, level] of [20, 30, 10].entries()) {
        const face = set.pixels.subarray(row * AREA, (row + 1) * AREA);
        assert.equal(face[0], 7);
        assert.ok(face.subarray(1).every((value) => value === level));
      }
    });

    it("makes pictures of other sizes as large as the others", async () => {
      await write("sad/a.png", 50, 96);
      const { pixels, size } = await readFaceSet(root, pictures, "train");
      assert.equal(size, 48);
      assert.equal(pixels.length, AREA);
      assert.equal(pixels[AREA - 1], 50);
    });

    it("refuses a folder that is no class, and a picture that can't be read", async () => {
      await write("sad/a.png", 10);
      await writeFile(path.join(folder, "train", "sad", "b.png"), "no picture");
      await assert.rejects(readFaceSet(root, pictures, "train"), {
        code: "E_BAD_DATA",
        message: /Cannot read the face .*b\.png: not an image but text/,
      });
      await write("angry/a.png", 10);
      await assert.rejects(readFaceSet(root, pictures, "train"), {
        code: "E_BAD_DATA",
        message: /Expected folders happy, sad in .*train, received 'angry'/,
      });
    });
  });

  for (const name of ["fer2013", "ckplus48", "lfw-emotion"]) {
    it(`reads ${name} as its manifest counts it`, async function () {
      const set = await findDataManifest(name);
      if (!hasData(dataRoot(), set)) {
        console.error(`      (skipped: needs ${name} under MLTL_DATA)`);
        this.skip();
      }
      for (const [split, count] of Object.entries(set.counts ?? {})) {
        const { labels, rows, pixels } = await readFaceSet(dataRoot(), set, split);
        assert.equal(rows.length, count, split);
        assert.equal(labels.length, count, split);
        assert.equal(pixels.length, count * AREA, split);
      }
    });
  }

  it("has the classes of ckplus48 in their places", async function () {
    const set = await findDataManifest("ckplus48");
    if (!hasData(dataRoot(), set)) this.skip();
    const { labels } = await readFaceSet(dataRoot(), set, "test");
    const perClass = (set.labels ?? []).map((_, label) => labels.filter((l) => l === label).length);
    assert.deepEqual(perClass, [18, 9, 30, 12, 30, 15, 36]);
  });
});
