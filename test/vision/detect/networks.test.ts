import assert from "node:assert/strict";
import { loadEngine, tensorPredictor, tf } from "@mltl/core";
import { type Detection, loadDetector } from "#vision/detect/detector.js";
import { landmarks68 } from "#vision/detect/landmarks-68.js";
import { ssdMobilenet } from "#vision/detect/ssd-mobilenet.js";
import { tinyFace } from "#vision/detect/tiny-face.js";
import {
  type PictureNetwork,
  picturePrediction,
  startNetwork,
} from "#vision/face-api/picture-network.js";
import { loadPretrained } from "#vision/face-api/pretrained.js";
import { readWeights, WEIGHT_FILES } from "#vision/face-api/weights.js";
import { fitPicture } from "#vision/image/fit.js";
import { decoded, SAMPLE_FACES, samplePath } from "../photographs.js";

/** Pixels without a pattern, the same ones every time. */
function noise(length: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length }, () => {
    state = (state * 48271) % 2147483647;
    return state & 255;
  });
}

function assertClose(actual: Float32Array, expected: Float32Array, tolerance: number): void {
  assert.equal(actual.length, expected.length);
  const most = actual.reduce((max, value, i) => Math.max(max, Math.abs(value - expected[i])), 0);
  assert.ok(most <= tolerance, `differs by ${most}`);
}

describe("the face networks", function () {
  this.timeout(60_000);
  before(() => loadEngine());

  const networks: [string, () => Promise<PictureNetwork>, number[]][] = [
    ["ssd", async () => ssdMobilenet(await readWeights(WEIGHT_FILES.ssd)), [192, 128]],
    ["tiny", async () => tinyFace(await readWeights(WEIGHT_FILES.tiny)), [224, 160]],
    ["landmarks", async () => landmarks68(await loadPretrained("landmarks")), [112, 112]],
  ];
  for (const [name, load, [width, height]] of networks) {
    it(`${name}: one graph gives what single operations give`, async function () {
      if (tf.getBackend() !== "tensorflow") this.skip();
      const network = await load();
      const tensors = tf.memory().numTensors;
      const graph = startNetwork(network);
      const single = tensorPredictor(picturePrediction(network));
      const shape = { count: 2, width, height };
      const pixels = noise(2 * width * height * 3);
      const { data } = single.run({ pixels: { shape: [2, height, width, 3], data: pixels } });
      assertClose(graph.run(pixels, shape), data as Float32Array, 1e-3);
      graph.dispose();
      single.dispose();
      assert.equal(tf.memory().numTensors, tensors);
    });

    it(`${name}: a picture's result does not depend on its neighbours in the batch`, async () => {
      const network = startNetwork(await load());
      const pixels = noise(3 * width * height * 3);
      const together = network.run(pixels, { count: 3, width, height });
      const third = pixels.subarray(2 * width * height * 3);
      const alone = network.run(third, { count: 1, width, height });
      assertClose(alone, together.subarray(2 * alone.length), 1e-4);
      network.dispose();
    });
  }
});

describe("the detectors on photographs", function () {
  this.timeout(60_000);
  before(() => loadEngine());

  it("ssd sees the faces of the samples, wherever the input ends", async () => {
    const detector = await loadDetector("ssd");
    const picture = await decoded(samplePath(5));
    const fitted = await fitPicture(picture, detector.inputSize);
    assert.deepEqual([fitted.width, fitted.height], [512, 384]);
    const [found] = detector.detect(fitted.data, { count: 1, width: 512, height: 384 }, 0.5);
    assert.equal(found.length, SAMPLE_FACES[4]);
    // The same picture with more black below it.
    const square = new Uint8Array(512 * 512 * 3);
    square.set(fitted.data);
    const [inSquare] = detector.detect(square, { count: 1, width: 512, height: 512 }, 0.5);
    assert.equal(inSquare.length, found.length);
    for (const [i, face] of found.entries()) assertSameBox(inSquare[i], face, 2);
    detector.dispose();
  });

  it("tiny sees large faces", async () => {
    const detector = await loadDetector("tiny");
    const fitted = await fitPicture(await decoded(samplePath(6)), detector.inputSize);
    const { data, width, height } = fitted;
    const [found] = detector.detect(data, { count: 1, width, height }, 0.5);
    assert.ok(found.length >= 3, `${found.length}`);
    detector.dispose();
  });

  it("says which detectors there are", async () => {
    await assert.rejects(loadDetector("mtcnn" as never), { code: "E_USAGE", message: /ssd, tiny/ });
  });
});

function assertSameBox(actual: Detection, expected: Detection, tolerance: number): void {
  for (const key of ["x", "y", "width", "height"] as const) {
    const off = Math.abs(actual[key] - expected[key]);
    assert.ok(off <= tolerance, `${key} is off by ${off}`);
  }
}
