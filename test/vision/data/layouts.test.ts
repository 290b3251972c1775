import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openFaces } from "#vision/data/open-faces.js";
import { drawFace } from "./draw-face.js";

describe("layouts of the field", () => {
  let folder: string;
  const at = (name: string) => path.join(folder, name);
  const text = async (name: string, content: string) => {
    await mkdir(path.dirname(at(name)), { recursive: true });
    await writeFile(at(name), content);
  };
  /** Every face's source, label, split and group. */
  const facesOf = async (name = "") => {
    const data = await openFaces(at(name), { dataRoot: folder });
    const faces: string[][] = [];
    for (const split of data.splits) {
      const { sources = [], labels, rows, groups } = await data.read(split);
      for (const row of rows) {
        faces.push([sources[row], data.labels[labels[row]], split, groups?.[row] ?? ""]);
      }
    }
    return { faces, problems: data.problems, data };
  };

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "mltl-layouts-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("reads a CSV of path and label, with groups and splits, relative to itself", async () => {
    await drawFace(at("pictures/a.jpg"), 10);
    await drawFace(at("pictures/b.jpg"), 20);
    await text(
      "tables/faces.csv",
      "\ufeffImage;Emotion;Person;Split;age\n../pictures/a.jpg;Happiness;ann;train;30\n..\\pictures\\b.jpg;sad;bob;val;40\n../pictures/c.jpg;sad;bob;train;41\n;sad;bob;train;2\n../pictures/a.jpg;;bob;train;2\n",
    );
    const { faces, problems, data } = await facesOf("tables/faces.csv");
    assert.deepEqual(faces, [
      ["../pictures/a.jpg", "happy", "train", "ann"],
      ["../pictures/b.jpg", "sad", "dev", "bob"],
    ]);
    assert.deepEqual(
      problems.map(({ path: place }) => place),
      ["faces.csv, row 4", "../pictures/a.jpg", "../pictures/c.jpg"],
    );
    assert.deepEqual((await data.read("train")).columns?.age, ["30"]);
  });

  it("names the columns of a CSV that has no labels", async () => {
    await text("faces.csv", "path,age\na.jpg,3\n");
    await assert.rejects(openFaces(at("faces.csv"), { dataRoot: folder }), {
      code: "E_BAD_DATA",
      message: /one of labels \(label, emotion, class, expression, category\) .*received path, age/,
    });
    await assert.rejects(openFaces(at("nothing.csv"), { dataRoot: folder }), {
      code: "E_NOT_FOUND",
    });
  });

  it("cuts AffectNet's faces out by their boxes, its numbers named", async () => {
    const { default: sharp } = await import("sharp");
    await mkdir(at("1"));
    const face = await sharp({ create: { width: 48, height: 48, channels: 3, background: "#fff" } })
      .png()
      .toBuffer();
    await sharp({ create: { width: 200, height: 100, channels: 3, background: "#000" } })
      .composite([{ input: face, left: 100, top: 20 }])
      .png()
      .toFile(at("1/x.png"));
    await text(
      "training.csv",
      "subDirectory_filePath,face_x,face_y,face_width,face_height,facial_landmarks,expression,valence,arousal\n1/x.png,100,20,48,48,1;2;3;4,7,0.1,0.2\n1/x.png,0,0,48,48,1;2;3;4,0,0.1,0.2\n1/x.png,0,0,48,48,1;2,9,0.1,0.2\n",
    );
    const { faces, problems, data } = await facesOf("training.csv");
    assert.deepEqual(
      faces.map(([, label]) => label),
      ["contempt", "neutral"],
    );
    assert.deepEqual(problems, [{ path: "1/x.png", reason: "a number of no emotion" }]);
    const { pixels } = await data.read("all");
    assert.ok(pixels.subarray(0, 48 * 48).every((level) => level === 255));
    assert.ok(pixels.subarray(48 * 48).every((level) => level === 0));
  });

  it("reads RAF-DB: aligned pictures, numbers from 1, splits by name", async () => {
    await text(
      "EmoLabel/list_patition_label.txt",
      "train_00001.jpg 5\ntest_0001.jpg 4\ntest_0002.jpg 7\n",
    );
    await drawFace(at("Image/original/train_00001.jpg"), 10, 60);
    await drawFace(at("Image/aligned/train_00001_aligned.jpg"), 20, 100);
    await drawFace(at("Image/aligned/test_0001_aligned.jpg"), 30, 100);
    const { faces, problems } = await facesOf();
    assert.deepEqual(faces, [
      ["Image/aligned/train_00001_aligned.jpg", "sad", "train", ""],
      ["Image/aligned/test_0001_aligned.jpg", "happy", "test", ""],
    ]);
    assert.deepEqual(problems, [{ path: "test_0002.jpg", reason: "missing" }]);
  });

  it("reads JAFFE by its names, TIFF and all", async () => {
    await drawFace(at("KA.AN1.39.tiff"), 10, 256);
    await drawFace(at("KA.HA2.30.tiff"), 20, 256);
    await drawFace(at("YM.NE3.51.tiff"), 30, 256);
    await text("README", "about the faces");
    const { faces } = await facesOf();
    assert.deepEqual(faces, [
      ["KA.AN1.39.tiff", "angry", "all", "KA"],
      ["KA.HA2.30.tiff", "happy", "all", "KA"],
      ["YM.NE3.51.tiff", "neutral", "all", "YM"],
    ]);
  });

  it("reads KDEF by its names, in a folder for each person", async () => {
    await drawFace(at("AF01/AF01ANS.JPG"), 10);
    await drawFace(at("AF01/AF01AFHL.JPG"), 20);
    await drawFace(at("BM35/BM35SUFR.JPG"), 30);
    const { faces } = await facesOf();
    assert.deepEqual(faces, [
      ["AF01/AF01AFHL.JPG", "fear", "all", "F01"],
      ["AF01/AF01ANS.JPG", "angry", "all", "F01"],
      ["BM35/BM35SUFR.JPG", "surprise", "all", "M35"],
    ]);
  });

  it("reads CK+ as it comes: the last three frames of each labelled sequence", async () => {
    for (const frame of [1, 2, 3, 4]) {
      await drawFace(at(`cohn-kanade-images/S005/001/S005_001_0000000${frame}.png`), frame);
      await drawFace(at(`cohn-kanade-images/S010/002/S010_002_0000000${frame}.png`), frame);
    }
    await text("Emotion/S005/001/S005_001_00000004_emotion.txt", "   3.0000000e+00\n");
    await text("Emotion/S010/002/S010_002_00000004_emotion.txt", "   5.0000000e+00\n");
    const { faces, data } = await facesOf();
    assert.deepEqual(
      faces.map(([source, ...rest]) => [source.slice(-6, -4), ...rest]),
      ["disgust", "happy"].flatMap((label, i) =>
        ["02", "03", "04"].map((frame) => [frame, label, "all", ["S005", "S010"][i]]),
      ),
    );
    assert.equal(new Set((await data.read("all")).columns?.sequence).size, 2);
  });
});
