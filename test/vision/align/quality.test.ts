import assert from "node:assert/strict";
import sharp, { type Sharp } from "sharp";
import { qualityFlags } from "#vision/align/quality.js";
import { samplePath } from "../photographs.js";

const size = 48;
const picture = { width: 1000, height: 800 };
const box = { x: 100, y: 100, width: 100, height: 120 };

/** The grey face of a photograph, changed by `change`. */
async function face(change: (image: Sharp) => Sharp = (image) => image): Promise<Uint8Array> {
  const region = { left: 1100, top: 210, width: 200, height: 200 };
  const small = await sharp(samplePath(5)).extract(region).resize(size, size).png().toBuffer();
  return change(sharp(small)).greyscale().raw().toBuffer();
}

describe("qualityFlags", () => {
  it("has nothing to say of a good face", async () => {
    assert.deepEqual(qualityFlags(box, picture, await face(), size), []);
  });

  it("knows a small face by its size in the file", async () => {
    const small = { ...box, width: 30, height: 36 };
    assert.deepEqual(qualityFlags(small, picture, await face(), size), ["small"]);
  });

  it("knows a blurred face, whatever its contrast", async () => {
    const blurred = await face((image) => image.blur(3));
    assert.deepEqual(qualityFlags(box, picture, blurred, size), ["blurred"]);
    const faint = await face((image) => image.linear(0.3, 90));
    assert.deepEqual(qualityFlags(box, picture, faint, size), []);
  });

  it("knows a dark face", async () => {
    const dark = await face((image) => image.linear(0.2, 0));
    assert.ok(qualityFlags(box, picture, dark, size).includes("dark"));
  });

  it("knows a face that the border cuts", async () => {
    const cut = { ...box, x: -20 };
    assert.deepEqual(qualityFlags(cut, picture, await face(), size), ["cut-off"]);
    const touching = { ...box, x: -5 };
    assert.deepEqual(qualityFlags(touching, picture, await face(), size), []);
  });
});
