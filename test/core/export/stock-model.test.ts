import assert from "node:assert/strict";
import { loadEngine } from "#core/engine/engine.js";
import { tf } from "#core/engine/tensorflow.js";
import { runStockModel, stockModel } from "#core/export/stock-model.js";
import type { Feeds } from "#core/graph/host-array.js";
import { biGru } from "#core/network/bigru.js";
import { biLstm } from "#core/network/bilstm.js";
import { Block } from "#core/network/block.js";
import { convNorm } from "#core/network/conv-norm.js";
import { denseLayer } from "#core/network/dense.js";
import type { InputValues } from "#core/network/network.js";
import type { Context, Value } from "#core/operation/operation.js";
import { scaleBytes } from "#core/ops/bytes.js";
import { embedding, gatherRows } from "#core/ops/embedding.js";
import { flatten } from "#core/ops/flatten.js";
import { averagePool, maxPool, meanOfPixels } from "#core/ops/pool.js";
import { fromRows, toRows } from "#core/ops/reshape.js";
import { segmentMax } from "#core/ops/segment-max.js";
import { softmax } from "#core/ops/softmax-cross-entropy.js";
import { createPredictor } from "#core/program/predictor.js";
import { randomStream } from "#core/random/random.js";
import { fixed, integers } from "../ops/check-operation.js";

const random = randomStream("stock");

/** Asserts that TensorFlow.js's own executor and our predictor give the same. */
async function check(
  block: Block,
  feeds: Feeds,
  forward: (context: Context, inputs: InputValues) => Value,
): Promise<void> {
  const inputs = Object.fromEntries(
    Object.entries(feeds).map(([name, { shape, data }]) => {
      const dtype = data instanceof Float32Array ? "float32" : "int32";
      const kind = data instanceof Uint8Array ? "uint8" : dtype;
      return [name, { dtype: kind as "float32", shape: shape.map(() => -1) }];
    }),
  );
  const prediction = { inputs, blocks: [block], forward };
  const predictor = createPredictor(prediction);
  const expected = predictor.run(feeds);
  predictor.dispose();
  await tf.setBackend("cpu");
  try {
    const before = tf.memory().numTensors;
    const received = await runStockModel(stockModel(prediction, "output"), feeds);
    assert.deepEqual(received.shape, expected.shape);
    received.data.forEach((value, i) => {
      assert.ok(Math.abs(value - expected.data[i]) < 1e-5, `${i}: ${value} v ${expected.data[i]}`);
    });
    assert.equal(tf.memory().numTensors, before, "no tensor is left");
  } finally {
    await tf.setBackend("tensorflow");
  }
}

describe("models of TensorFlow.js give what our predictors give", () => {
  before(async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
  });

  it("convolutions with normalisation, pools, a classifier", async () => {
    const block = new Block("faces", random);
    const first = convNorm(block, "first", { inputs: 1, outputs: 4, kernel: 3, stride: 2 });
    const second = convNorm(block, "second", { inputs: 4, outputs: 6, kernel: 3 });
    const classifier = denseLayer(block, "logits", 6, 3);
    const crops = Uint8Array.from({ length: 2 * 12 * 12 }, () => 255 * random.next());
    await check(block, { crops: { shape: [2, 12, 12, 1], data: crops } }, (_, { crops }) => {
      const x = scaleBytes(crops, { mean: 100, deviation: 50 });
      return softmax(classifier(meanOfPixels(second(maxPool(first(x), { size: 2 })))));
    });
  });

  it("mean pools and flattening", async () => {
    await check(new Block("none", random), { x: fixed([2, 4, 4, 3], "pool") }, (_, { x }) =>
      flatten(averagePool(x, { size: 2, pad: "same" })),
    );
  });

  it("an LSTM both ways over sentences of several lengths", async () => {
    const block = new Block("encoder", random);
    const layer = biLstm(block, "lstm", 3, 4);
    const feeds = { x: fixed([5, 3, 3], "lstm"), lengths: integers([3], [5, 2, 1]) };
    await check(block, feeds, (_, { x, lengths }) => layer.apply(x, lengths));
  });

  it("a GRU both ways", async () => {
    const block = new Block("encoder", random);
    const layer = biGru(block, "gru", 3, 4);
    const feeds = { x: fixed([5, 3, 3], "gru"), lengths: integers([3], [2, 5, 1]) };
    await check(block, feeds, (_, { x, lengths }) => layer.apply(x, lengths));
  });

  it("tables, and the largest of each segment, all below zero too", async () => {
    const block = new Block("words", random);
    const table = block.weight("table", [5, 3], () =>
      Float32Array.from({ length: 15 }, (_, i) => -1 - Math.cos(i)),
    );
    const feeds = {
      ids: integers([6], [4, 0, 1, 2, 2, 3]),
      segments: integers([6], [0, 1, 1, 1, 2, 2]),
    };
    await check(block, feeds, (context, { ids, segments }) =>
      segmentMax(embedding(context.parameter(table), ids, 3), segments),
    );
  });

  it("rows and shapes", async () => {
    const block = new Block("rows", random);
    const layer = denseLayer(block, "dense", 4, 2);
    const feeds = { x: fixed([2, 3, 4], "rows"), ids: integers([2], [5, 1]) };
    await check(block, feeds, (_, { x, ids }) =>
      gatherRows(toRows(fromRows(layer(toRows(x, 4)), x, 2), 2), ids, 2),
    );
  });
});
