/**
 * A program of its own: starts one engine, lets it compute something whose answer is known, and
 * prints what it found as one line of JSON. Run by probe-engine.ts, so that an engine that crashes
 * takes nobody down.
 *
 * @module
 */
import type * as TF from "@tensorflow/tfjs";
import { startNative } from "./native.js";
import { tf } from "./tensorflow.js";
import { startWasm } from "./wasm.js";

const [addon] = process.argv.slice(2);
const version = addon ? startNative(addon) : await startWasm();
const sum = tf.tidy(() => {
  const picture: TF.Tensor4D = tf.ones([1, 4, 4, 1]);
  const filter: TF.Tensor4D = tf.ones([3, 3, 1, 1]);
  const convolved = tf.conv2d(picture, filter, 1, "valid").flatten();
  const product = tf.matMul(tf.ones([1, 6]), tf.ones([6, 1])).flatten();
  return tf.concat([convolved, product]).sum().dataSync()[0];
});
if (sum !== 42) throw new Error(`The engine computed ${sum} where 42 is right`);
process.stdout.write(`${JSON.stringify({ version, tfjs: tf.version_core })}\n`);
