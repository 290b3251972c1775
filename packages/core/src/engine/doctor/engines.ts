/**
 * Whether the engines work, each tried in a process of its own, and whether the native files are
 * the ones that `mltl setup` made.
 *
 * @module
 */
import path from "node:path";
import { findAddon, tfjsNodeFolder } from "../find-addon.js";
import { cacheFolder, nativeFolder } from "../native-paths.js";
import { assertOneTfjs } from "../one-tfjs.js";
import { probeEngine } from "../probe-engine.js";
import { readNativeManifest, verifyNativeFiles } from "../setup/manifest.js";
import { tf } from "../tensorflow.js";
import type { Check } from "./check.js";

const SET_UP = "Run `mltl setup`; until then WebAssembly predicts, and training stops.";
const SET_UP_ANEW = "Run `mltl setup --force`.";

/** One TensorFlow.js, one version. */
export function checkTensorFlowJs(): Check {
  const name = "TensorFlow.js";
  const folder = tfjsNodeFolder();
  if (folder) assertOneTfjs(folder);
  const detail = folder ? `${tf.version_core}, one copy` : `${tf.version_core}, no tfjs-node`;
  if (folder) return { name, status: "ok", detail };
  const advice = "For the native engine: `npm install --ignore-scripts @tensorflow/tfjs-node`.";
  return { name, status: "warning", detail, advice };
}

/** Whether the native engine loads and computes. */
export async function checkNativeEngine(): Promise<Check> {
  const name = "native engine";
  const addon = findAddon();
  if (!addon) return { name, status: "warning", detail: "not installed", advice: SET_UP };
  const probe = await probeEngine(addon);
  if (!probe.works) {
    const detail = `${addon} does not work: ${probe.reason}`;
    return { name, status: "failed", detail, advice: SET_UP_ANEW };
  }
  return { name, status: "ok", detail: `TensorFlow ${probe.version} from ${addon}` };
}

/** Whether the fallback loads and computes. */
export async function checkWasmEngine(): Promise<Check> {
  const name = "WASM engine";
  const probe = await probeEngine();
  if (probe.works) return { name, status: "ok", detail: probe.version };
  return { name, status: "failed", detail: probe.reason, advice: "Run `npm ci` again." };
}

/** What `MLTL_ENGINE` asks for, where it is set. */
export function checkEngineChoice(): Check[] {
  const name = "MLTL_ENGINE";
  const asked = process.env.MLTL_ENGINE;
  if (!asked) return [];
  if (asked === "native" || asked === "auto") return [{ name, status: "ok", detail: asked }];
  if (asked === "wasm") {
    const advice = "Unset MLTL_ENGINE to use the native engine and to train.";
    return [{ name, status: "warning", detail: "wasm: nothing can be trained", advice }];
  }
  return [{ name, status: "failed", detail: asked, advice: "Set it to auto, native or wasm." }];
}

/** Compares the native files with their list, byte for byte. */
export async function checkNativeFiles(): Promise<Check[]> {
  const name = "native files";
  const cache: Check = { name: "cache folder", status: "ok", detail: cacheFolder() };
  const addon = findAddon();
  const folder = addon ? path.dirname(addon) : nativeFolder();
  if (!addon || path.dirname(folder) !== path.dirname(nativeFolder())) return [cache];
  const manifest = await readNativeManifest(folder);
  if (!manifest) {
    const detail = `${folder} has no list of its files`;
    return [cache, { name, status: "warning", detail, advice: "Run `mltl setup`." }];
  }
  const files = await verifyNativeFiles(folder, manifest);
  const wrong = files.filter(({ status }) => status !== "ok");
  if (wrong.length === 0) {
    return [cache, { name, status: "ok", detail: `${files.length} files match their SHA-256` }];
  }
  const failures = wrong.map(({ file, status, expected, actual }): Check => {
    const found = actual ? `SHA-256 ${actual} where ${expected} is right` : status;
    return { name, status: "failed", detail: `${file}: ${found}`, advice: SET_UP_ANEW };
  });
  return [cache, ...failures];
}
