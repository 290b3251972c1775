import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { EmbeddedImage } from "#vision/embed/embed.js";
import { createFeatureWriter, type FeatureFormat } from "#vision/embed/feature-writer.js";
import { face, record } from "../output/sample-record.js";
import { inTempFolder } from "../photographs.js";

const images: EmbeddedImage[] = [
  {
    record: record("two, of them.jpg", [face("happy", 1, 2), face("sad", 50, 2)]),
    features: [Float32Array.of(0.1, -2, 0), Float32Array.of(1e-8, 3.5, 1 / 3)],
  },
  { record: record("none.jpg", []), features: [] },
];

async function write(format: FeatureFormat, out: string): Promise<void> {
  const writer = await createFeatureWriter(format, out, 3);
  for (const image of images) await writer.write(image);
  await writer.close();
}

describe("features", () => {
  it("are written as numpy reads them, with the faces beside", () =>
    inTempFolder(async (folder) => {
      await write("npy", path.join(folder, "f.npy"));
      assert.deepEqual((await readdir(folder)).sort(), ["f.faces.csv", "f.npy"]);
      const bytes = await readFile(path.join(folder, "f.npy"));
      assert.equal(bytes.toString("latin1", 0, 8), "\x93NUMPY\x01\x00");
      const start = 10 + bytes.readUInt16LE(8);
      assert.equal(start % 64, 0);
      const head = bytes.toString("latin1", 10, start);
      assert.match(head, /^\{'descr': '<f4', 'fortran_order': False, 'shape': \(2, 3\), \} *\n$/);
      const numbers = Array.from({ length: 6 }, (_, i) => bytes.readFloatLE(start + 4 * i));
      assert.deepEqual(numbers, [...images[0].features[0], ...images[0].features[1]]);
      assert.equal(bytes.length, start + 24);
      const lines = (await readFile(path.join(folder, "f.faces.csv"), "utf8")).split("\n");
      assert.match(lines[0], /^row,path,status,reason,face,x,y,/);
      assert.match(lines[2], /^1,"two, of them\.jpg",ok,,2,50,2,40,40,sad,0\.8,$/);
      assert.match(lines[3], /^,none\.jpg,no-face,,,/);
    }));

  it("leave no file behind when they are given up", () =>
    inTempFolder(async (folder) => {
      const writer = await createFeatureWriter("npy", path.join(folder, "f.npy"), 3);
      await writer.write(images[0]);
      await writer.discard();
      assert.deepEqual(await readdir(folder), []);
    }));

  it("are columns of a CSV, exact to the last bit of a float32", () =>
    inTempFolder(async (folder) => {
      const file = path.join(folder, "f.csv");
      await write("csv", file);
      const [head, first, second, none] = (await readFile(file, "utf8")).trim().split("\n");
      assert.ok(head.endsWith(",flags,f0,f1,f2"));
      assert.ok(first.endsWith(",0.100000001,-2,0"));
      assert.equal(Math.fround(Number(second.split(",").at(-1))), Math.fround(1 / 3));
      assert.equal(none.split(",").length, head.split(",").length);
    }));

  it("are JSON, a line an image", () =>
    inTempFolder(async (folder) => {
      const file = path.join(folder, "f.jsonl");
      await write("jsonl", file);
      const lines = (await readFile(file, "utf8"))
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
      assert.deepEqual(lines[1], { path: "none.jpg", status: "no-face", faces: [] });
      assert.deepEqual(lines[0].faces[1].features, [9.99999994e-9, 3.5, 0.333333343]);
      assert.equal(lines[0].faces[0].label, "happy");
    }));
});
