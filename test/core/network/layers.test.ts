import assert from "node:assert/strict";
import {
  Block,
  biLstm,
  convNorm,
  disposeNetwork,
  dropout,
  loadEngine,
  PREDICT,
  randomStream,
  tf,
} from "@mltl/core";
import type * as TF from "@tensorflow/tfjs";

describe("layers", () => {
  before(() => loadEngine());

  it("a learnt normalisation predicts what it saw in training, folded into the convolution", async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
    const block = new Block("body", randomStream(1));
    const layer = convNorm(block, "conv", { inputs: 2, outputs: 3, kernel: 3 });
    const x = tf.randomNormal([16, 5, 5, 2], 3, 2, "float32", 1) as TF.Tensor4D;
    const learning = { training: true, random: randomStream(1), isFrozen: () => false };
    for (let i = 0; i < 300; i++) tf.tidy(() => layer.apply(x, learning));
    tf.tidy(() => {
      const difference = layer
        .apply(x, learning)
        .sub(layer.apply(x, PREDICT))
        .abs()
        .max()
        .dataSync()[0];
      assert.ok(difference < 0.02, `${difference}`);
    });
    x.dispose();
    disposeNetwork({ blocks: [block] });
  });

  it("a BiLSTM gives a sentence the same states alone and beside a longer one", () => {
    const block = new Block("encoder", randomStream(1));
    const layer = biLstm(block, "lstm", 3, 4);
    tf.tidy(() => {
      const short = tf.randomNormal([2, 1, 3], 0, 1, "float32", 1) as TF.Tensor3D;
      const long = tf.randomNormal([5, 1, 3], 0, 1, "float32", 2) as TF.Tensor3D;
      const padding = tf.randomNormal([3, 1, 3], 9, 1, "float32", 3) as TF.Tensor3D;
      const both = tf.concat([tf.concat([short, padding], 0), long], 1);
      const alone = [...layer.apply(short, [2]).dataSync()];
      const beside = [...layer.apply(both, [2, 5]).slice([0, 0, 0], [2, 1, 8]).dataSync()];
      alone.forEach((value, i) => {
        assert.ok(Math.abs(value - beside[i]) < 1e-6);
      });
    });
    disposeNetwork({ blocks: [block] });
  });

  it("dropout zeroes its share, keeps the mean, and repeats for a seed", () => {
    tf.tidy(() => {
      const x = tf.ones([200, 200]);
      const drop = (seed: number) => dropout(x, 0.3, randomStream(seed));
      const values = drop(1).dataSync();
      const zeros = values.filter((value) => value === 0).length / values.length;
      assert.ok(Math.abs(zeros - 0.3) < 0.02);
      assert.ok(Math.abs(drop(1).mean().dataSync()[0] - 1) < 0.02);
      assert.deepEqual(drop(1).dataSync(), values);
      assert.notDeepEqual(drop(2).dataSync(), values);
    });
  });
});
