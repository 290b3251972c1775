import assert from "node:assert/strict";
import { createRequire } from "node:module";
import path from "node:path";
import { loadEngine, tf } from "@mltl/core";
import type FaceApi from "@vladmandic/face-api";
import { type Detection, loadDetector } from "#vision/detect/detector.js";
import { LANDMARK_INPUT_SIZE, loadLandmarks } from "#vision/detect/landmarks-68.js";
import { overlap } from "#vision/detect/suppress.js";
import { faceWeightsFolder } from "#vision/face-api/weights.js";
import { fitPicture } from "#vision/image/fit.js";
import { decoded, samplePaths } from "../photographs.js";

/** face-api itself sees the very pixels that we see. */
describe("our networks against face-api's own", function () {
  this.timeout(120_000);
  let faceapi: typeof FaceApi;

  before(async function () {
    if ((await loadEngine()).kind !== "native") this.skip(); // its Node bundle needs tfjs-node
    const require = createRequire(import.meta.resolve("@mltl/vision"));
    const file = require.resolve("@vladmandic/face-api/package.json");
    faceapi = require(path.join(path.dirname(file), "dist/face-api.node.js"));
    for (const net of [
      faceapi.nets.ssdMobilenetv1,
      faceapi.nets.tinyFaceDetector,
      faceapi.nets.faceLandmark68Net,
    ]) {
      await net.loadFromDisk(faceWeightsFolder());
    }
  });
  after(() => {
    faceapi?.nets.ssdMobilenetv1.dispose();
    faceapi?.nets.tinyFaceDetector.dispose();
    faceapi?.nets.faceLandmark68Net.dispose();
  });

  /** The photograph in the upper left of a black square. */
  async function square(file: string, size: number): Promise<Uint8Array> {
    const { data, width, height } = await fitPicture(await decoded(file), size);
    const pixels = new Uint8Array(size * size * 3);
    for (let y = 0; y < height; y++) {
      pixels.set(data.subarray(y * width * 3, (y + 1) * width * 3), y * size * 3);
    }
    return pixels;
  }

  async function theirs(pixels: Uint8Array, size: number, options: object): Promise<Detection[]> {
    const tensor = tf.tensor3d(pixels, [size, size, 3], "int32");
    const found = await faceapi.detectAllFaces(tensor as never, options as never);
    tensor.dispose();
    return found.map(({ score, box: { x, y, width, height } }) => ({ x, y, width, height, score }));
  }

  for (const name of ["ssd", "tiny"] as const) {
    it(`${name}: the same boxes and scores`, async () => {
      const detector = await loadDetector(name);
      const size = detector.inputSize;
      const options =
        name === "ssd"
          ? new faceapi.SsdMobilenetv1Options({ minConfidence: 0.3 })
          : new faceapi.TinyFaceDetectorOptions({ scoreThreshold: 0.3, inputSize: size });
      for (const file of samplePaths) {
        const pixels = await square(file, size);
        const expected = await theirs(pixels, size, options);
        const [actual] = detector.detect(pixels, { count: 1, width: size, height: size }, 0.3);
        assert.equal(actual.length, expected.length, file);
        for (const face of expected) {
          const same = actual.find((ours) => overlap(ours, face) > 0.95);
          assert.ok(same, `${file}: ${JSON.stringify(face)}`);
          assert.ok(Math.abs(same.score - face.score) < 1e-3);
        }
      }
      detector.dispose();
    });
  }

  it("landmarks: the same points", async () => {
    const network = await loadLandmarks();
    const size = LANDMARK_INPUT_SIZE;
    for (const file of samplePaths) {
      const pixels = await square(file, size);
      const tensor = tf.tensor3d(pixels, [size, size, 3], "int32");
      const found = await faceapi.nets.faceLandmark68Net.detectLandmarks(tensor as never);
      tensor.dispose();
      const expected = (Array.isArray(found) ? found[0] : found).positions;
      const actual = network.locate(pixels, 1);
      for (const [i, { x, y }] of expected.entries()) {
        const off = Math.hypot(actual[2 * i] * size - x, actual[2 * i + 1] * size - y);
        assert.ok(off < 0.01, `point ${i} is off by ${off}`);
      }
    }
    network.dispose();
  });
});
