/**
 * The door to every TensorFlow operation that tfjs has no function for.
 *
 * @module
 */
import type * as TF from "@tensorflow/tfjs";
import { tf } from "../engine/tensorflow.js";

/** An attribute of a TensorFlow operation, in tfjs-node's form. */
export interface NativeAttribute {
  name: string;
  type: number;
  value: unknown;
}

interface NodeBackend {
  binding: {
    TF_ATTR_TYPE: number;
    TF_ATTR_BOOL: number;
    TF_ATTR_FLOAT: number;
    TF_ATTR_STRING: number;
    TF_ATTR_INT: number;
    TF_FLOAT: number;
    TF_INT32: number;
    TF_INT64: number;
  };
  executeMultipleOutputs(
    op: string,
    attributes: NativeAttribute[],
    inputs: TF.Tensor[],
    outputs: number,
  ): TF.Tensor[];
}

/** True when operations run in TensorFlow's C library. */
export function isNative(): boolean {
  return tf.getBackend() === "tensorflow";
}

/** Runs one TensorFlow operation and returns its first `outputs` outputs. */
export function runNative(
  op: string,
  attributes: NativeAttribute[],
  inputs: TF.Tensor[],
  outputs: number,
): TF.Tensor[] {
  const backend = tf.backend() as unknown as NodeBackend;
  return backend.executeMultipleOutputs(op, attributes, inputs, outputs);
}

const constants = () => (tf.backend() as unknown as NodeBackend).binding;

/** Makers of attributes, by kind. */
export const attribute = {
  float: (name: string, value: number) => ({ name, type: constants().TF_ATTR_FLOAT, value }),
  bool: (name: string, value: boolean) => ({ name, type: constants().TF_ATTR_BOOL, value }),
  int: (name: string, value: number) => ({ name, type: constants().TF_ATTR_INT, value }),
  string: (name: string, value: string) => ({ name, type: constants().TF_ATTR_STRING, value }),
  type: (name: string, dtype: "float32" | "int32" | "int64") => {
    const { TF_ATTR_TYPE, TF_FLOAT, TF_INT32, TF_INT64 } = constants();
    const value = { float32: TF_FLOAT, int32: TF_INT32, int64: TF_INT64 }[dtype];
    return { name, type: TF_ATTR_TYPE, value };
  },
};
