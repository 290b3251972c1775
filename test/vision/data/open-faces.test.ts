import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { dataRoot, findDataManifest, hasData } from "@mltl/core";
import sharp from "sharp";
import { openFaces } from "#vision/data/open-faces.js";

const AREA = 48 * 48;

describe("openFaces", () => {
  let folder: string;
  const open = (labels?: string[]) =>
    openFaces(folder, { dataRoot: folder, ...(labels ? { labels } : {}) });
  const write = async (name: string, level: number) => {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    const data = new Uint8Array(AREA).fill(level);
    await writeFile(
      file,
      await sharp(data, { raw: { width: 48, height: 48, channels: 1 } })
        .png()
        .toBuffer(),
    );
  };

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "mltl-open-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("reads class folders with any names: ours first, path and label together", async () => {
    await write("Sadness/b.PNG", 10);
    await write("wink/deep/down/c.png", 20);
    await write("HAPPY/a.Png", 30);
    await write("joy/z.png", 40);
    const data = await open();
    assert.deepEqual(data.labels, ["happy", "sad", "wink"]);
    assert.deepEqual(data.splits, ["all"]);
    assert.equal(data.hasOwnSplits, false);
    assert.equal(data.ship, false);
    const set = await data.read("all");
    const faces = set.sources?.map((source, row) => [
      source,
      data.labels[set.labels[row]],
      set.pixels[row * AREA + 5],
    ]);
    assert.deepEqual(faces, [
      ["HAPPY/a.Png", "happy", 30],
      ["Sadness/b.PNG", "sad", 10],
      ["joy/z.png", "happy", 40],
      ["wink/deep/down/c.png", "wink", 20],
    ]);
    assert.equal(await data.read("all"), set, "each split is decoded once");
  });

  it("reports broken pictures, empty classes and strays, and reads the rest", async () => {
    await write("happy/a.png", 1);
    await write("sad/b.png", 2);
    await write("stray.png", 3);
    await writeFile(path.join(folder, "sad", "broken.jpg"), "no picture");
    await writeFile(path.join(folder, "sad", ".hidden.png"), "left by a Mac");
    await writeFile(path.join(folder, "sad", "notes.txt"), "no picture's name");
    await mkdir(path.join(folder, "fear"));
    await mkdir(path.join(folder, ".cache"));
    const data = await open();
    const set = await data.read("all");
    assert.deepEqual(
      [data.labels, [...set.labels]],
      [
        ["happy", "sad"],
        [0, 1],
      ],
    );
    assert.deepEqual(set.sources, ["happy/a.png", "sad/b.png"]);
    assert.deepEqual(data.problems, [
      { path: "stray.png", reason: "not in the folder of a class" },
      { path: "fear", reason: "no pictures in it" },
      { path: "sad/broken.jpg", reason: "not an image but text" },
    ]);
  });

  it("knows folders of splits by any of their names", async () => {
    for (const split of ["Training", "PublicTest", "PrivateTest"]) {
      await write(`${split}/happy/a.png`, 1);
      await write(`${split}/sad/b.png`, 2);
    }
    const data = await open();
    assert.deepEqual(data.splits, ["train", "dev", "test"]);
    assert.ok(data.hasOwnSplits);
    assert.deepEqual((await data.read("dev")).sources, [
      "PublicTest/happy/a.png",
      "PublicTest/sad/b.png",
    ]);
    await assert.rejects(data.read("val"), {
      code: "E_NOT_FOUND",
      message: /no split 'val'\. Splits: train, dev, test/,
    });
  });

  it("takes the labels that are wanted, in their order", async () => {
    await write("happy/a.png", 1);
    await write("sad/b.png", 2);
    await write("wink/c.png", 3);
    const data = await open(["sad", "happy"]);
    const set = await data.read("all");
    assert.deepEqual(data.labels, ["sad", "happy"]);
    assert.deepEqual(
      [...set.rows].map((row) => [set.sources?.[row], set.labels[row]]),
      [
        ["happy/a.png", 1],
        ["sad/b.png", 0],
      ],
    );
  });

  it("names numbered folders where their path says whose numbers they are", async () => {
    folder = path.join(folder, "AffectNet-small");
    for (const number of ["0", "1", "6", "7", "9"]) await write(`${number}/a.png`, 1);
    const { labels, problems } = await open();
    assert.deepEqual(labels, ["angry", "happy", "neutral", "contempt"]);
    assert.deepEqual(problems, [{ path: "9", reason: "a number of no emotion" }]);
  });

  it("hashes what it reads", async () => {
    await write("happy/a.png", 1);
    await write("sad/b.png", 2);
    const before = (await open()).sha256;
    assert.equal((await open()).sha256, before);
    await write("sad/b.png", 3);
    assert.notEqual((await open()).sha256, before);
  });

  it("says what to do with one class, none, and a name that is nothing", async () => {
    await assert.rejects(open(), {
      code: "E_BAD_DATA",
      message: /at least 2 classes .*received none/,
    });
    await write("happy/a.png", 1);
    await assert.rejects(open(), {
      code: "E_BAD_DATA",
      message: /at least 2 classes .*, received 'happy' only/,
      hint: /a folder of its own/,
    });
    await assert.rejects(openFaces("fer2014", { dataRoot: folder }), {
      code: "E_NOT_FOUND",
      message: /no path 'fer2014'; did you mean 'fer2013'\? Sets: ckplus48, /,
    });
  });

  it("knows the subjects of CK+ and the persons of LFW", async function () {
    const here = async (name: string) => hasData(dataRoot(), await findDataManifest(name));
    if (!(await here("ckplus48")) || !(await here("lfw-emotion"))) {
      console.error("      (skipped: needs ckplus48 and lfw-emotion under MLTL_DATA)");
      this.skip();
    }
    const ck = await openFaces("ckplus48", { dataRoot: dataRoot() });
    const splits = await Promise.all(ck.splits.map((split) => ck.read(split)));
    assert.deepEqual(
      splits.map(({ groups }) => new Set(groups).size),
      [82, 18, 18],
    );
    assert.equal(new Set(splits.flatMap(({ columns }) => columns?.sequence)).size, 327);
    const lfw = await openFaces("lfw-emotion", { dataRoot: dataRoot() });
    assert.deepEqual(lfw.splits, ["train", "dev", "imfdb"]);
    assert.equal(new Set((await lfw.read("imfdb")).groups).size, 8);
    assert.equal(new Set((await lfw.read("train")).groups).size, 3923);
  });
});
