/**
 * Makes the native folder out of a C library: unpack, compile, try out, list; then put in place.
 *
 * @module
 */
import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { MltlError } from "../../errors.js";
import { replaceFolder } from "../../io/replace-folder.js";
import { tfjsNodeFolder } from "../find-addon.js";
import { ADDON_FILE, nativeFolder } from "../native-paths.js";
import { probeEngine } from "../probe-engine.js";
import type { WayContext } from "./attempt.js";
import { type AddonParts, compileAddon } from "./compile-addon.js";
import { type NativeManifest, writeNativeManifest } from "./manifest.js";

/** The library that the folder is made from. */
export interface NativeSource {
  tensorflow: string;
  way: NativeManifest["way"];
  file: string;
  sha256: string;
  /** Unpacks `lib/` and `include/` into the folder. */
  unpack: (folder: string) => Promise<AddonParts>;
}

/**
 * @throws MltlError `E_ENGINE_SETUP` when the addon does not compile, load or compute; the folder
 *   that was there before is then untouched
 */
export async function buildNative(
  source: NativeSource,
  compiler: { command: readonly string[]; version: string },
  { signal, onProgress }: WayContext,
): Promise<void> {
  await replaceFolder(nativeFolder(source.tensorflow), async (folder) => {
    onProgress(`unpacking ${path.basename(source.file)}`);
    const parts = await source.unpack(folder);
    onProgress(`compiling the addon with ${compiler.version}`);
    await compileAddon(compiler.command, parts, folder, signal);
    await rm(parts.include, { recursive: true });
    onProgress("trying it out");
    const probe = await probeEngine(path.join(folder, ADDON_FILE), signal);
    if (!probe.works) {
      throw new MltlError("E_ENGINE_SETUP", `The new addon does not work: ${probe.reason}`);
    }
    await writeNativeManifest(folder, {
      tensorflow: source.tensorflow,
      tfjsNode: await tfjsNodeVersion(),
      way: source.way,
      source: { file: path.basename(source.file), sha256: source.sha256 },
      compiler: compiler.version,
    });
  });
}

/** The version of the tfjs-node that is installed. */
export async function tfjsNodeVersion(): Promise<string> {
  const folder = tfjsNodeFolder();
  if (folder === undefined) {
    throw new MltlError("E_ENGINE_SETUP", "The package @tensorflow/tfjs-node is not installed", {
      hint: "Add it with `npm install --ignore-scripts @tensorflow/tfjs-node@4.22.0`.",
    });
  }
  return JSON.parse(await readFile(path.join(folder, "package.json"), "utf8")).version;
}
