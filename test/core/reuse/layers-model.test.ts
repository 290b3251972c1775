import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type * as TF from "@tensorflow/tfjs";
import { toFloat16 } from "#core/artifact/float16.js";
import { loadEngine } from "#core/engine/engine.js";
import { tf } from "#core/engine/tensorflow.js";
import { biLstm } from "#core/network/bilstm.js";
import { convNorm } from "#core/network/conv-norm.js";
import { denseLayer } from "#core/network/dense.js";
import type { Network } from "#core/network/network.js";
import { meanOfPixels } from "#core/ops/pool.js";
import { createPredictor } from "#core/program/predictor.js";
import { randomStream } from "#core/random/random.js";
import { openWeights } from "#core/reuse/open-weights.js";
import { reuse } from "#core/reuse/reuse.js";
import { block } from "./tiny.js";

describe("a LayersModel written by TensorFlow.js", () => {
  let folder: string;

  before(() => loadEngine({ kind: "native" }));
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "mltl-layers-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("gives a convolutional network of ours that answers the same", async () => {
    const model = tf.sequential({
      layers: [
        tf.layers.conv2d({
          name: "conv1",
          inputShape: [6, 6, 3],
          filters: 4,
          kernelSize: 3,
          padding: "same",
          useBias: false,
        }),
        tf.layers.batchNormalization({ name: "bn1" }),
        tf.layers.reLU(),
        tf.layers.globalAveragePooling2d({ dataFormat: "channelsLast" }),
        tf.layers.dense({ name: "fc", units: 2 }),
      ],
    });
    randomize(model);
    await model.save(`file://${folder}`);
    const stem = block("stem");
    const conv = convNorm(stem, "conv", { inputs: 3, outputs: 4, kernel: 3 });
    const head = block("head");
    const logits = denseLayer(head, "logits", 4, 2);
    const network: Network = {
      architecture: "small",
      options: {},
      blocks: [stem, head],
      inputs: { x: { dtype: "float32", shape: [-1, 6, 6, 3] } },
      forward: (_, { x }) => logits(meanOfPixels(conv(x))),
    };
    const source = await openWeights(folder);
    const report = reuse(source, network, {
      map: { conv1: "stem/conv", bn1: "stem/conv/norm", fc: "head/logits" },
      onShapeMismatch: "error",
    });
    assert.deepEqual([report.matched.length, report.skipped, report.unused], [7, [], []]);
    const x = randomFloats(2 * 6 * 6 * 3);
    const expected = tf.tidy(() => {
      const output = model.predict(tf.tensor4d(x, [2, 6, 6, 3])) as TF.Tensor;
      return output.dataSync();
    });
    const predictor = createPredictor(network);
    close(predictor.run({ x: { shape: [2, 6, 6, 3], data: x } }).data, expected);
    predictor.dispose();
    model.dispose();
  });

  it("gives a bidirectional LSTM of ours that answers the same", async () => {
    const layer = tf.layers.lstm({
      units: 3,
      recurrentActivation: "sigmoid",
      recurrentInitializer: "glorotUniform",
      returnSequences: true,
    }) as TF.RNN;
    const model = tf.sequential({
      layers: [
        tf.layers.bidirectional({
          name: "both",
          layer,
          mergeMode: "concat",
          inputShape: [5, 2],
        }),
      ],
    });
    randomize(model);
    await model.save(`file://${folder}`);
    const source = await openWeights(path.join(folder, "model.json"));
    const encoder = block("encoder");
    const recurrent = biLstm(encoder, "lstm", 2, 3);
    const network: Network = {
      architecture: "recurrent",
      options: {},
      blocks: [encoder],
      inputs: {
        x: { dtype: "float32", shape: [-1, -1, 2] },
        lengths: { dtype: "int32", shape: [-1] },
      },
      forward: (_, { x, lengths }) => recurrent.apply(x, lengths),
    };
    const report = reuse(source, network, {
      map: { "**/forward_*": "encoder/lstm/forward", "**/backward_*": "encoder/lstm/backward" },
      onShapeMismatch: "error",
    });
    assert.deepEqual([report.matched.length, report.unused], [4, []]);
    const x = randomFloats(5 * 1 * 2);
    const expected = tf.tidy(() => {
      const output = model.predict(tf.tensor3d(x, [1, 5, 2])) as TF.Tensor;
      return output.dataSync();
    });
    const predictor = createPredictor(network);
    const feeds = {
      x: { shape: [5, 1, 2], data: x },
      lengths: { shape: [1], data: Int32Array.of(5) },
    };
    close(predictor.run(feeds).data, expected);
    predictor.dispose();
    model.dispose();
  });

  describe("by hand, in shards and fewer bits", () => {
    const weights = [
      { name: "fc/kernel", shape: [2, 2], dtype: "float32", quantization: eight() },
      { name: "fc/bias", shape: [1], dtype: "float32", quantization: { dtype: "float16" } },
      { name: "bn/moving_mean", shape: [2], dtype: "float32" },
    ];
    const bytes = Buffer.concat([
      Uint8Array.of(0, 1, 2, 255),
      new Uint8Array(toFloat16(Float32Array.of(1.5)).buffer),
      new Uint8Array(Float32Array.of(-2, 0.25).buffer),
    ]);
    function eight() {
      return { dtype: "uint8", scale: 0.5, min: -1 };
    }

    beforeEach(async () => {
      const manifest = [{ paths: ["a.bin", "b.bin"], weights }];
      const text = JSON.stringify({ format: "layers-model", weightsManifest: manifest });
      await writeFile(path.join(folder, "model.json"), text);
      await writeFile(path.join(folder, "a.bin"), bytes.subarray(0, 5));
      await writeFile(path.join(folder, "b.bin"), bytes.subarray(5));
    });

    it("is widened to what it stands for", async () => {
      const { parameters, lineage } = await openWeights(folder, "tfjs-layers");
      const read = [...parameters].map(([name, { shape, values }]) => [name, shape, [...values]]);
      assert.deepEqual(read, [
        ["fc/kernel", [2, 2], [-1, -0.5, 0, 126.5]],
        ["fc/bias", [1], [1.5]],
        ["bn/mean", [2], [-2, 0.25]],
      ]);
      assert.equal(lineage.format, "tfjs-layers");
      assert.match(lineage.sha256 ?? "", /^[0-9a-f]{64}$/);
    });

    it("is refused when a shard is cut short, with both sizes", async () => {
      const shard = path.join(folder, "b.bin");
      await writeFile(shard, (await readFile(shard)).subarray(1));
      await assert.rejects(openWeights(folder), {
        code: "E_BAD_ARTIFACT",
        message: /Expected 14 bytes of weights for .*model\.json, received 13/,
      });
    });

    it("is refused when a shard is missing, naming it", async () => {
      await rm(path.join(folder, "a.bin"));
      await assert.rejects(openWeights(folder), { code: "E_BAD_ARTIFACT", message: /a\.bin/ });
    });
  });
});

/** Numbers that differ everywhere; variances stay positive. */
function randomize(model: TF.LayersModel): void {
  const made = model.weights.map(({ name, shape }) => {
    const size = (shape as number[]).reduce((product, side) => product * side, 1);
    const values = randomFloats(size, size);
    return tf.tensor(name.includes("variance") ? values.map(Math.abs) : values, shape as number[]);
  });
  model.setWeights(made);
  tf.dispose(made);
}

function randomFloats(count: number, seed = 7): Float32Array {
  const random = randomStream(seed);
  return Float32Array.from({ length: count }, () => random.normal());
}

function close(actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < expected.length; i++) {
    assert.ok(Math.abs(actual[i] - expected[i]) < 1e-5, `${i}: ${actual[i]} v ${expected[i]}`);
  }
}
