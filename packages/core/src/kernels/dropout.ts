/**
 * Inverted dropout (Srivastava et al. 2014) whose mask is a pure function of its seed.
 *
 * @module
 */
import type * as TF from "@tensorflow/tfjs";
import { tf } from "../engine/tensorflow.js";
import { type Random, randomStream } from "../random/random.js";
import { attribute, isNative, runNative } from "./native.js";

/**
 * Zeroes a share `rate` of the entries and scales the rest by 1 / (1 - rate).
 *
 * @param rate - in [0, 1)
 * @param random - one number is drawn for the mask's seed
 * @param maskShape - shape of the mask, broadcast over `x` (default: the shape of `x`)
 */
export function dropout<T extends TF.Tensor>(
  x: T,
  rate: number,
  random: Random,
  maskShape: number[] = x.shape,
): T {
  if (rate === 0) return x;
  const seed = random.integer(0x7fffffff);
  const uniform = isNative() ? nativeUniform(maskShape, seed) : composedUniform(maskShape, seed);
  const keep = 1 - rate;
  return x.mul(uniform.add(keep).floor().div(keep)) as T;
}

function nativeUniform(shape: number[], seed: number): TF.Tensor {
  return runNative(
    "StatelessRandomUniform",
    [
      attribute.type("dtype", "float32"),
      attribute.type("T", "int32"),
      attribute.type("Tseed", "int32"),
    ],
    [tf.tensor1d(shape, "int32"), tf.tensor1d([seed, shape.length], "int32")],
    1,
  )[0];
}

function composedUniform(shape: number[], seed: number): TF.Tensor {
  const random = randomStream("dropout", seed);
  const size = shape.reduce((product, side) => product * side, 1);
  return tf.tensor(Float32Array.from({ length: size }, random.next), shape);
}
