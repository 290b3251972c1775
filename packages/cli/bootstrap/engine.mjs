/** `mltl setup`, where the native engine is not there yet. */
import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { root, say, step } from "./steps.mjs";

/** Brings in the native engine; goes on without it where that fails. */
export async function setUpEngine() {
  if (process.env.MLTL_ENGINE === "wasm") return;
  const module = path.join(root, "packages/core/dist/engine/native-paths.js");
  const paths = await import(pathToFileURL(module).href);
  const folders = [paths.TENSORFLOW_VERSION, paths.VENDOR_TENSORFLOW_VERSION].map(
    paths.nativeFolder,
  );
  // Written last, and put in place with the rest by one rename.
  if (folders.some((folder) => existsSync(path.join(folder, "manifest.json")))) return;
  try {
    const mltl = path.join(root, "packages/cli/bin/mltl.js");
    await step("setting up the native engine", [process.execPath, mltl, "setup"], { quiet: false });
  } catch (error) {
    if (error.exitCode >= 128) throw error;
    say("going on with WebAssembly, which predicts but cannot train (`npx mltl doctor` says more)");
  }
}
