import assert from "node:assert/strict";
import { loadEngine } from "@mltl/core";
import sharp from "sharp";
import { alignFace, cropGrey, rollOf, wholePicture } from "#vision/align/crop.js";
import { locateLandmarks } from "#vision/align/locate-landmarks.js";
import { applySimilarity, type Point } from "#vision/align/similarity.js";
import { type LandmarkNetwork, loadLandmarks } from "#vision/detect/landmarks-68.js";
import type { Picture } from "#vision/image/picture.js";
import { samplePath } from "../photographs.js";

const size = 48;
/** A face of sample1.jpg, and a square around its middle that stays in the picture when turned. */
const box = { x: 411.64, y: 354.39, width: 179.88, height: 238.63 };
const middle: Point = [box.x + box.width / 2, box.y + box.height / 2];
const side = 620;

/** The square around the face, turned clockwise about its middle. */
async function turnedFace(degrees: number): Promise<Picture> {
  const square = {
    left: Math.round(middle[0] - side / 2),
    top: Math.round(middle[1] - side / 2),
    width: side,
    height: side,
  };
  const cut = await sharp(samplePath(1)).extract(square).png().toBuffer();
  const { data, info } = await sharp(cut)
    .rotate(degrees, { background: "#000" })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  return { data, width, height, channels: 3, fullWidth: width, fullHeight: height, scale: 1 };
}

async function align(network: LandmarkNetwork, picture: Picture) {
  const { width, height } = box;
  const x = (picture.width - width) / 2;
  const y = (picture.height - height) / 2;
  const [landmarks] = await locateLandmarks(
    network,
    [{ picture, box: { x, y, width, height }, turned: 0 }],
    async () => {},
  );
  const alignment = alignFace(landmarks, size);
  return { roll: rollOf(alignment), crop: cropGrey(picture, alignment, size), alignment };
}

/** Pearson's correlation of two crops. */
function correlation(a: Uint8Array, b: Uint8Array): number {
  const mean = (v: Uint8Array) => v.reduce((sum, x) => sum + x, 0) / v.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [both, onlyA, onlyB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    both += (a[i] - meanA) * (b[i] - meanB);
    onlyA += (a[i] - meanA) ** 2;
    onlyB += (b[i] - meanB) ** 2;
  }
  return both / Math.sqrt(onlyA * onlyB);
}

describe("alignment of a photograph turned by known angles", function () {
  this.timeout(60_000);
  let network: LandmarkNetwork;
  let upright: Awaited<ReturnType<typeof align>>;

  before(async () => {
    await loadEngine();
    network = await loadLandmarks();
    upright = await align(network, await turnedFace(0));
  });
  after(() => network.dispose());

  for (const degrees of [-40, -25, -10, 10, 25, 40]) {
    it(`gives the same crop and the roll at ${degrees} degrees`, async () => {
      const { roll, crop } = await align(network, await turnedFace(degrees));
      const off = Math.abs(roll - upright.roll - degrees);
      assert.ok(off < 5, `the roll is off by ${off.toFixed(2)} degrees`);
      const same = correlation(crop, upright.crop);
      assert.ok(same > 0.93, `the crops correlate by ${same.toFixed(3)}`);
    });
  }
});

describe("wholePicture", () => {
  it("shows all of a picture, centred", () => {
    const picture = { width: 100, height: 50 } as Picture;
    const view = wholePicture(picture, 50);
    assert.deepEqual(applySimilarity(view, [0, 0]), [0, -25]);
    assert.deepEqual(applySimilarity(view, [50, 50]), [100, 75]);
  });
});

describe("cropGrey", () => {
  it("weighs colours as Rec. 601 does and keeps a grey face of the right size as it is", () => {
    const data = Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 40, 40, 40);
    const picture: Picture = {
      data,
      width: 2,
      height: 2,
      channels: 3,
      fullWidth: 2,
      fullHeight: 2,
      scale: 1,
    };
    assert.deepEqual([...cropGrey(picture, wholePicture(picture, 2), 2)], [76, 150, 29, 40]);
  });
});
