import assert from "node:assert/strict";
import { createRequire } from "node:module";
import path from "node:path";
import {
  buildNetwork,
  createPredictor,
  type LevelScale,
  loadEngine,
  type Network,
  networkSource,
  parameterCount,
  randomStream,
  reuse,
  scaleBytes,
  softmax,
  tensorPredictor,
  tf,
  UNSET,
  type Value,
} from "@mltl/core";
import type FaceApi from "@vladmandic/face-api";
import type { FaceExpressions } from "@vladmandic/face-api";
import sharp from "sharp";
import { COLOUR_LEVELS } from "#vision/face-api/face-input.js";
import { picturePrediction, startNetwork } from "#vision/face-api/picture-network.js";
import {
  EXPRESSION_LABELS,
  loadPretrained,
  PRETRAINED_NETWORKS,
} from "#vision/face-api/pretrained.js";
import { faceWeightsFolder } from "#vision/face-api/weights.js";
import "#vision/network/architectures.js";
import { GREY_LEVELS } from "#vision/network/faces.js";
import { samplePath } from "../photographs.js";

/** A square of a photograph. */
async function square(size: number): Promise<Uint8Array> {
  return sharp(samplePath(1)).resize(size, size).removeAlpha().raw().toBuffer();
}

function assertClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number) {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < actual.length; i++) {
    const near = Math.abs(actual[i] - expected[i]) <= tolerance;
    assert.ok(near, `differ at ${i}: ${actual[i]} and ${expected[i]}`);
  }
}

async function pictureNetwork(name: string) {
  const { network } = await loadPretrained(name);
  const forward = (faces: Value) => network.forward(faces.context, { faces });
  return { blocks: network.blocks, scale: COLOUR_LEVELS, forward };
}

describe("face-api's networks as ours", function () {
  this.timeout(60_000);
  let faceapi: typeof FaceApi;

  before(async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
    const require = createRequire(import.meta.resolve("@mltl/vision"));
    const file = require.resolve("@vladmandic/face-api/package.json");
    faceapi = require(path.join(path.dirname(file), "dist/face-api.node.js"));
  });

  it("the expression network gives face-api's probabilities", async () => {
    const net = faceapi.nets.faceExpressionNet;
    await net.loadFromDisk(faceWeightsFolder());
    const pixels = await square(112);
    const input = tf.tensor3d(pixels, [112, 112, 3]);
    const theirs = await net.predictExpressions(input as never);
    net.dispose();
    input.dispose();
    const network = await pictureNetwork("expression");
    const ours = createPredictor(
      picturePrediction({ ...network, forward: (faces) => softmax(network.forward(faces)) }),
    );
    const { data } = ours.run({ pixels: { shape: [1, 112, 112, 3], data: pixels } });
    ours.dispose();
    const { neutral, happy, sad, angry, fearful, disgusted, surprised } = theirs as FaceExpressions;
    const expected = { neutral, happy, sad, angry, fearful, disgusted, surprised };
    const names = Object.keys(expected);
    assertClose(data, Object.values(expected), 1e-5);
    EXPRESSION_LABELS.forEach((label, i) => {
      assert.ok(names[i].startsWith(label), `${label} and ${names[i]}`);
    });
  });

  it("the recognition network gives face-api's descriptors, on every engine", async () => {
    const net = faceapi.nets.faceRecognitionNet;
    await net.loadFromDisk(faceWeightsFolder());
    const pixels = await square(150);
    const input = tf.tensor3d(pixels, [150, 150, 3]);
    const theirs = await net.computeFaceDescriptor(input as never);
    net.dispose();
    input.dispose();
    const network = await pictureNetwork("recognition");
    const graph = startNetwork(network);
    assertClose(
      graph.run(pixels, { count: 1, width: 150, height: 150 }),
      theirs as Float32Array,
      1e-4,
    );
    graph.dispose();
    const tensors = tensorPredictor(picturePrediction(network));
    const { data } = tensors.run({ pixels: { shape: [1, 150, 150, 3], data: pixels } });
    assertClose(data, theirs as Float32Array, 1e-4);
    tensors.dispose();
  });

  it("have the blocks of the weight files", async () => {
    const blocks = await Promise.all(
      PRETRAINED_NETWORKS.map(async (name) => {
        const { network } = await loadPretrained(name);
        return network.blocks.map((block) => block.name);
      }),
    );
    assert.deepEqual(blocks[0], ["dense0", "dense1", "dense2", "dense3", "fc"]);
    assert.equal(blocks[2].length, 16);
    assert.deepEqual(
      [blocks[2][0], blocks[2][4], blocks[2][15]],
      ["conv32_down", "conv64_down", "fc"],
    );
    await assert.rejects(loadPretrained("age"), { code: "E_NOT_FOUND", message: /recognition/ });
  });

  it("can be built for other classes and for the grey faces of our other networks", () => {
    for (const [architecture, numbers] of [
      ["face-api-expression", 285_000],
      ["face-api-recognition", 5_500_000],
    ] as const) {
      const options = { classes: 3, channels: 1, resize: true };
      const network = buildNetwork(architecture, options, randomStream(1));
      assert.deepEqual(network.inputs.faces.shape, [-1, -1, -1, 1]);
      const head = network.blocks.find(({ name }) => name === "fc");
      assert.deepEqual(head?.parameters[0].shape, [256, 3]);
      assert.ok(parameterCount(network) > numbers, `${parameterCount(network)}`);
      const predictor = createPredictor(network);
      const data = new Float32Array(2 * 48 * 48);
      assert.deepEqual(predictor.run({ faces: { shape: [2, 48, 48, 1], data } }).shape, [2, 3]);
      predictor.dispose();
    }
  });

  it("the recognition network takes faces down to 71 pixels", () => {
    const build = (size: number) =>
      buildNetwork("face-api-recognition", { classes: 3, channels: 1, resize: true, size }, UNSET);
    const predictor = createPredictor(build(71));
    const data = new Float32Array(48 * 48).fill(0.5);
    const { shape } = predictor.run({ faces: { shape: [1, 48, 48, 1], data } });
    assert.deepEqual(shape, [1, 3]);
    predictor.dispose();
    assert.throws(() => build(70), { code: "E_BAD_PLAN", message: /size/ });
  });

  it("recognise the grey expressions of a face once it is enlarged", async () => {
    const { network: colour, labels = [] } = await loadPretrained("expression");
    const options = { classes: labels.length, channels: 1, resize: true };
    const grey = buildNetwork("face-api-expression", options, randomStream(1));
    const lineage = { name: "expression", from: [] };
    const source = networkSource("expression", colour, { label: labels }, lineage);
    reuse(source, grey, { vocabularies: { label: labels } });
    const size = 112;
    const levels = await sharp(samplePath(1)).resize(size, size).greyscale().raw().toBuffer();
    const run = (network: Network, scale: LevelScale, data: Uint8Array, channels: number) => {
      const predictor = createPredictor({
        inputs: { pixels: { dtype: "uint8", shape: [-1, -1, -1, channels] } },
        blocks: network.blocks,
        forward: (context, { pixels }) =>
          softmax(network.forward(context, { faces: scaleBytes(pixels, scale) })),
      });
      const shape = [1, Math.sqrt(data.length / channels), Math.sqrt(data.length / channels)];
      const { data: probabilities } = predictor.run({
        pixels: { shape: [...shape, channels], data },
      });
      predictor.dispose();
      return probabilities;
    };
    const inColour = Uint8Array.from({ length: size * size * 3 }, (_, i) => levels[(i / 3) | 0]);
    const expected = run(colour, COLOUR_LEVELS, inColour, 3);
    assertClose(run(grey, GREY_LEVELS, levels, 1), expected, 0.05);
  });
});
