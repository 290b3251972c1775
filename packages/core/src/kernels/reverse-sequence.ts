/**
 * Reverses each sequence of a padded batch within its own length.
 *
 * @module
 */
import type * as TF from "@tensorflow/tfjs";
import { tf } from "../engine/tensorflow.js";
import { attribute, isNative, runNative } from "./native.js";

/**
 * @param x - [time, batch, width]
 * @param lengths - steps of each sequence, 1..time; steps after them stay where they are
 */
export function reverseSequence(x: TF.Tensor3D, lengths: readonly number[]): TF.Tensor3D {
  return isNative() ? nativeReverse(x, lengths) : composedReverse(x, lengths);
}

/** The same by a gather of rows: the fallback, and the reference of the test. */
export function composedReverse(x: TF.Tensor3D, lengths: readonly number[]): TF.Tensor3D {
  const [time, batch, width] = x.shape;
  const rows = new Int32Array(time * batch);
  for (let step = 0; step < time; step++) {
    for (let item = 0; item < batch; item++) {
      const source = step < lengths[item] ? lengths[item] - 1 - step : step;
      rows[step * batch + item] = source * batch + item;
    }
  }
  const flat = x.reshape([time * batch, width]);
  return tf.gather(flat, tf.tensor1d(rows, "int32")).reshape([time, batch, width]);
}

function nativeReverse(x: TF.Tensor3D, lengths: readonly number[]): TF.Tensor3D {
  const reverse = (value: TF.Tensor) =>
    runNative(
      "ReverseSequence",
      [
        attribute.int("seq_dim", 0),
        attribute.int("batch_dim", 1),
        attribute.type("T", "float32"),
        attribute.type("Tlen", "int32"),
      ],
      [value, tf.tensor1d(lengths as number[], "int32")],
      1,
    )[0];
  const operation = tf.customGrad((x) => ({
    value: reverse(x as TF.Tensor),
    gradFunc: (dy: TF.Tensor) => reverse(dy),
  }));
  return operation(x) as TF.Tensor3D;
}
