/**
 * Starts the WebAssembly engine: predicts everywhere, has no gradients for convolutions.
 *
 * In Node it runs on one thread with SIMD; TensorFlow.js's threaded build is for browsers only.
 *
 * @module
 */
import { createRequire } from "node:module";
import { MltlError } from "../errors.js";
import { quietTensorFlow } from "./quiet.js";
import { tf } from "./tensorflow.js";

/**
 * @returns the version of the WASM backend, e.g. `4.22.0`
 * @throws MltlError `E_NO_ENGINE` when WebAssembly cannot be started
 */
export async function startWasm(): Promise<string> {
  quietTensorFlow();
  const require = createRequire(import.meta.url);
  // Through `require` so that it registers with the same TensorFlow.js (see tensorflow.ts).
  const wasm =
    require("@tensorflow/tfjs-backend-wasm") as typeof import("@tensorflow/tfjs-backend-wasm");
  if (!(await tf.setBackend("wasm"))) {
    throw new MltlError("E_NO_ENGINE", "The WebAssembly engine did not start", {
      hint: "Run `mltl doctor` to see what is missing.",
    });
  }
  await tf.ready();
  return wasm.version_wasm;
}
