/**
 * 64-bit whole numbers, which some operations want and tfjs has no type for.
 *
 * @module
 */
import type * as TF from "@tensorflow/tfjs";
import { tf } from "../engine/tensorflow.js";
import { attribute, runNative } from "./native.js";

const made = new Map<number, TF.Tensor>();

/** A native int64 scalar, made once for each value and kept for the life of the process. */
export function int64Scalar(value: number): TF.Tensor {
  let scalar = made.get(value);
  if (!scalar) {
    scalar = tf.tidy(() => tf.keep(quietly(() => castToInt64(tf.scalar(value, "int32")))));
    made.set(value, scalar);
  }
  return scalar;
}

function castToInt64(int32: TF.Tensor): TF.Tensor {
  const attributes = [
    attribute.type("SrcT", "int32"),
    attribute.type("DstT", "int64"),
    attribute.bool("Truncate", false),
  ];
  return runNative("Cast", attributes, [int32], 1)[0];
}

/** tfjs-node warns on the console about every int64 it wraps. */
function quietly<R>(make: () => R): R {
  const { warn } = console;
  console.warn = () => {};
  try {
    return make();
  } finally {
    console.warn = warn;
  }
}
