import assert from "node:assert/strict";
import {
  composedLstm,
  composedReverse,
  loadEngine,
  lstm,
  reverseSequence,
  tf,
} from "@mltl/core";
import type * as TF from "@tensorflow/tfjs";

/** Value and gradients of `f`, weighted by a fixed random tensor, as plain arrays. */
function valueAndGradients(
  f: (...inputs: TF.Tensor[]) => TF.Tensor,
  inputs: TF.Tensor[],
): number[][] {
  return tf.tidy(() => {
    const y = f(...inputs);
    const weight = tf.randomNormal(y.shape, 0, 1, "float32", 7);
    const gradients = tf.grads((...args: TF.Tensor[]) =>
      f(...args)
        .mul(weight)
        .sum(),
    )(inputs);
    return [y, ...gradients].map((tensor) => Array.from(tensor.dataSync()));
  });
}

function assertClose(actual: number[][], expected: number[][], tolerance: number): void {
  actual.forEach((values, i) => {
    assert.equal(values.length, expected[i].length);
    values.forEach((value, j) => {
      assert.ok(
        Math.abs(value - expected[i][j]) < tolerance,
        `${i}/${j}: ${value} v ${expected[i][j]}`,
      );
    });
  });
}

describe("fused kernels agree with their composition", () => {
  before(async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
  });

  it("LSTM over a sequence", () => {
    const x = tf.randomNormal([5, 3, 4], 0, 1, "float32", 1);
    const kernel = tf.randomNormal([4 + 6, 24], 0, 0.4, "float32", 2);
    const bias = tf.randomNormal([24], 0, 0.4, "float32", 3);
    const run =
      (cell: typeof lstm) =>
      (...args: TF.Tensor[]) =>
        cell(args[0] as TF.Tensor3D, args[1] as TF.Tensor2D, args[2] as TF.Tensor1D);
    const inputs = [x, kernel, bias];
    assertClose(
      valueAndGradients(run(lstm), inputs),
      valueAndGradients(run(composedLstm), inputs),
      1e-5,
    );
    tf.dispose(inputs);
  });

  it("reversal within lengths", () => {
    const x = tf.randomNormal([4, 3, 2], 0, 1, "float32", 1);
    const run =
      (reverse: typeof reverseSequence) =>
      (...args: TF.Tensor[]) =>
        reverse(args[0] as TF.Tensor3D, [4, 2, 1]);
    assertClose(
      valueAndGradients(run(reverseSequence), [x]),
      valueAndGradients(run(composedReverse), [x]),
      1e-6,
    );
    x.dispose();
  });
});
