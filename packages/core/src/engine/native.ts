/**
 * Starts the native engine: TensorFlow's C library under tfjs-node.
 *
 * @module
 */
import Module, { createRequire } from "node:module";
import path from "node:path";
import { MltlError } from "../errors.js";
import { tfjsNodeFolder } from "./find-addon.js";
import { shimNodeUtil } from "./node-shim.js";
import { assertOneTfjs } from "./one-tfjs.js";
import { quietTensorFlow } from "./quiet.js";
import { tf } from "./tensorflow.js";

/** Threads by what they share. */
export interface EngineThreads {
  /** Parts of one operation, such as a convolution's pictures. */
  readonly within: number;
  /** Operations, such as the two directions of an LSTM. */
  readonly across: number;
}

/**
 * Loads `addon` and makes it the backend. Nothing is written: tfjs-node asks
 * `@mapbox/node-pre-gyp` where its addon is, and that question is answered from here.
 *
 * @param addon - path of a compiled `tfjs_binding.node`
 * @param threads - every core where left out
 * @returns the version of TensorFlow, e.g. `2.15.1`
 * @throws MltlError `E_NO_ENGINE` without tfjs-node or with two copies of TensorFlow.js; whatever
 *   the dynamic loader says when the addon cannot be loaded
 */
export function startNative(addon: string, threads?: EngineThreads): string {
  const folder = tfjsNodeFolder();
  if (folder === undefined) {
    throw new MltlError("E_NO_ENGINE", "The package @tensorflow/tfjs-node is not installed", {
      hint: "Add it with `npm install --ignore-scripts @tensorflow/tfjs-node@4.22.0`.",
    });
  }
  assertOneTfjs(folder);
  quietTensorFlow();
  shimNodeUtil();
  if (threads !== undefined) {
    process.env.TF_NUM_INTRAOP_THREADS ??= String(threads.within);
    process.env.TF_NUM_INTEROP_THREADS ??= String(threads.across);
  }
  // TensorFlow's own pool of memory in place of malloc: a tenth of a tagger's training step. Threads
  // wait for each other there: two train at half the speed.
  if (process.env.TF_NUM_INTEROP_THREADS === "1") process.env.TF_CPU_ALLOCATOR_USE_BFC ??= "1";
  loadTfjsNode(folder, addon);
  const backend = tf.backend() as unknown as { binding: { TF_Version: string } };
  return backend.binding.TF_Version;
}

function loadTfjsNode(folder: string, addon: string): void {
  const require = createRequire(path.join(folder, "package.json"));
  const locator = require.resolve("@mapbox/node-pre-gyp");
  const before = require.cache[locator];
  const answer = new Module(locator);
  answer.filename = locator;
  answer.loaded = true;
  answer.exports = { find: () => addon };
  require.cache[locator] = answer;
  try {
    require(folder);
  } finally {
    if (before) require.cache[locator] = before;
    else delete require.cache[locator];
  }
}
