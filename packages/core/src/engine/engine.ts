/**
 * Chooses and starts the engine: native TensorFlow where `mltl setup` has put it, else WebAssembly.
 *
 * @module
 */
import { existsSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { MltlError } from "../errors.js";
import { nativeAddonPath } from "./native-paths.js";
import { tf } from "./tensorflow.js";

/** What the process computes with. */
export interface Engine {
  /** `native`: TensorFlow's C library, trains and predicts. `wasm`: predicts only. */
  readonly kind: "native" | "wasm";
  /** Version of the library underneath, e.g. `2.15.1`. */
  readonly version: string;
}

/** How {@link loadEngine} chooses. */
export interface EngineOptions {
  /** `auto` (default): native where present, else WASM. `MLTL_ENGINE` in the environment overrides. */
  kind?: "auto" | "native" | "wasm";
  /** Threads inside one native operation (default: every core). Fixed at the first load. */
  threads?: number;
}

let loading: Promise<Engine> | undefined;

/**
 * Starts the engine once; later calls give the same one.
 *
 * @throws MltlError `E_NO_ENGINE` when the engine asked for cannot be had
 */
export function loadEngine(options: EngineOptions = {}): Promise<Engine> {
  loading ??= start(options).catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function start(options: EngineOptions): Promise<Engine> {
  const kind = process.env.MLTL_ENGINE ?? options.kind ?? "auto";
  if (kind !== "wasm") {
    const addon = nativeAddonPath();
    if (existsSync(addon)) return startNative(addon, options.threads);
    if (kind === "native") {
      throw new MltlError("E_NO_ENGINE", `No native engine at ${addon}`, {
        hint: "Run `mltl setup` to install it, `mltl doctor` to see what is missing.",
      });
    }
  }
  return startWasm();
}

function startNative(addon: string, threads: number | undefined): Engine {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "3";
  if (threads !== undefined) {
    process.env.TF_NUM_INTRAOP_THREADS ??= String(threads);
    process.env.TF_NUM_INTEROP_THREADS ??= "1";
  }
  const require = createRequire(import.meta.url);
  const fromTfjsNode = createRequire(require.resolve("@tensorflow/tfjs-node/package.json"));
  const locator = fromTfjsNode.resolve("@mapbox/node-pre-gyp");
  const stub = new Module(locator);
  stub.filename = locator;
  stub.loaded = true;
  stub.exports = { find: () => addon };
  require.cache[locator] = stub;
  require("@tensorflow/tfjs-node");
  const backend = tf.backend() as unknown as { binding: { TF_Version: string } };
  return { kind: "native", version: backend.binding.TF_Version };
}

async function startWasm(): Promise<Engine> {
  const require = createRequire(import.meta.url);
  const wasm =
    require("@tensorflow/tfjs-backend-wasm") as typeof import("@tensorflow/tfjs-backend-wasm");
  await tf.setBackend("wasm");
  await tf.ready();
  return { kind: "wasm", version: wasm.version_wasm };
}
