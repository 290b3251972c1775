import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { dataRoot, loadEngine } from "@mltl/core";
import sharp from "sharp";
import { type FaceDetector, loadDetector } from "#vision/detect/detector.js";
import { type FoundFaces, findFaces } from "#vision/detect/find-faces.js";
import { overlap } from "#vision/detect/suppress.js";
import { fitPicture, turnFitted } from "#vision/image/fit.js";
import type { Picture } from "#vision/image/picture.js";
import { decoded, inTempFolder, SAMPLE_FACES, samplePath, samplePaths } from "../photographs.js";

let detector: FaceDetector;

async function find(pictures: readonly Picture[], retry = true): Promise<FoundFaces[]> {
  const inputs = await Promise.all(
    pictures.map(async (picture) => ({
      picture,
      fitted: await fitPicture(picture, detector.inputSize),
    })),
  );
  return findFaces(detector, inputs, { minConfidence: 0.4, retry, breathe: async () => {} });
}

describe("findFaces", function () {
  this.timeout(300_000);
  before(async () => {
    await loadEngine();
    detector = await loadDetector("ssd");
  });
  after(() => detector.dispose());

  it("finds every clearly visible face of the samples", async () => {
    const found = await find(await Promise.all(samplePaths.map(decoded)));
    assert.deepEqual(
      found.map(({ faces }) => faces.length),
      SAMPLE_FACES,
    );
  });

  for (const turn of [90, 180, 270] as const) {
    it(`finds faces in a photograph turned by ${turn} degrees, where they are`, async () => {
      const [upright] = await find([await decoded(samplePath(3))]);
      const [found] = await inTempFolder(async (folder) => {
        const file = path.join(folder, "turned.jpg");
        await sharp(samplePath(3)).rotate(turn).jpeg({ quality: 95 }).toFile(file);
        return find([await decoded(file)]);
      });
      assert.equal(found.turned, 360 - turn);
      assert.equal(found.faces.length, SAMPLE_FACES[2]);
      const { width, height } = await decoded(samplePath(3));
      for (const face of upright.faces) {
        const right = width - face.x - face.width;
        const bottom = height - face.y - face.height;
        const sideways = { width: face.height, height: face.width };
        const expected =
          turn === 90
            ? { x: bottom, y: face.x, ...sideways }
            : turn === 180
              ? { ...face, x: right, y: bottom }
              : { x: face.y, y: right, ...sideways };
        const best = Math.max(...found.faces.map((other) => overlap(other, expected)));
        assert.ok(best > 0.5, `overlaps by ${best}`);
      }
    });
  }

  it("does not turn when told not to", async () => {
    await inTempFolder(async (folder) => {
      const file = path.join(folder, "turned.jpg");
      await sharp(samplePath(3)).rotate(90).jpeg().toFile(file);
      const [{ turned }] = await find([await decoded(file)], false);
      assert.equal(turned, 0);
    });
  });

  it("finds the small faces of a crowd at a second, larger pass", async () => {
    // Each photograph is a fifth as wide as the whole: its faces are 12 pixels in the first pass.
    const tile = { width: 400, height: 300 };
    const tiles = await Promise.all(
      Array.from({ length: 20 }, async (_, i) => ({
        input: await sharp(samplePath((i % 6) + 1))
          .resize(tile)
          .toBuffer(),
        left: (i % 5) * tile.width,
        top: Math.floor(i / 5) * tile.height,
      })),
    );
    const expected = tiles.reduce((sum, _, i) => sum + SAMPLE_FACES[i % 6], 0);
    await inTempFolder(async (folder) => {
      const file = path.join(folder, "crowd.jpg");
      const canvas = { width: 2000, height: 1200, channels: 3 as const, background: "#fff" };
      await sharp({ create: canvas }).composite(tiles).jpeg({ quality: 95 }).toFile(file);
      const [{ faces }] = await find([await decoded(file)]);
      assert.ok(faces.length >= 0.85 * expected, `${faces.length} of ${expected}`);
      assert.ok(faces.length <= expected, `${faces.length} of ${expected}`);
    });
  });

  it("finds nothing where there is nothing", async () => {
    const grey = (width: number, height: number): Picture => ({
      data: new Uint8Array(width * height * 3).fill(120),
      width,
      height,
      channels: 3,
      fullWidth: width,
      fullHeight: height,
      scale: 1,
    });
    for (const { turned, faces } of await find([grey(640, 480), grey(1, 1), grey(3000, 2)])) {
      assert.deepEqual({ turned, faces }, { turned: 0, faces: [] });
    }
  });

  it("finds 85 % of the boxed faces of the detection photographs", async function () {
    const folder = path.join(dataRoot(), "fer", "detect");
    if (!existsSync(path.join(folder, "annotations.json"))) this.skip(); // needs MLTL_DATA
    const annotations = JSON.parse(
      await readFile(path.join(folder, "annotations.json"), "utf8"),
    ) as Record<string, { faces?: { x: number; y: number; w: number; h: number }[] }>;
    const names = Object.keys(annotations);
    const pictures = await Promise.all(
      names.map((name) => decoded(path.join(folder, "images", name))),
    );
    const found = await find(pictures);
    let boxes = 0;
    let hits = 0;
    for (const [i, name] of names.entries()) {
      const { scale } = pictures[i];
      for (const { x, y, w, h } of annotations[name].faces ?? []) {
        const box = { x: x * scale, y: y * scale, width: w * scale, height: h * scale };
        boxes++;
        if (found[i].faces.some((face) => overlap(face, box) >= 0.4)) hits++;
      }
    }
    assert.ok(hits >= 0.85 * boxes, `${hits} of ${boxes}`);
    assert.equal(found[names.indexOf("dogs.jpg")].faces.length, 0);
  });
});

describe("turnFitted", () => {
  it("turns clockwise; four quarters are none", async () => {
    const picture = await decoded(samplePath(2));
    const fitted = await fitPicture(picture, 64);
    const quarter = turnFitted(fitted, 90);
    assert.deepEqual(
      [quarter.contentWidth, quarter.contentHeight],
      [fitted.contentHeight, fitted.contentWidth],
    );
    assert.deepEqual(turnFitted(quarter, 90).data, turnFitted(fitted, 180).data);
    assert.deepEqual(turnFitted(turnFitted(fitted, 180), 90).data, turnFitted(fitted, 270).data);
    // Beyond the content all is black, as in the fitted picture.
    const back = turnFitted(turnFitted(fitted, 270), 90);
    assert.deepEqual(Buffer.from(back.data), Buffer.from(fitted.data));
  });
});
