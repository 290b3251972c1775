/**
 * The shortest way: an addon that already loads.
 *
 * @module
 */
import path from "node:path";
import { findAddon } from "../find-addon.js";
import { nativeFolder } from "../native-paths.js";
import { probeEngine } from "../probe-engine.js";
import type { SetupAttempt, WayContext } from "./attempt.js";
import { tfjsNodeVersion } from "./build-native.js";
import { nativeFilesPresent, readNativeManifest } from "./manifest.js";

/** Looks for an addon, compares its files' sizes with their list, and loads it in a child process. */
export async function useExisting({ signal }: WayContext): Promise<SetupAttempt> {
  const way = "existing";
  const addon = findAddon();
  if (addon === undefined) {
    return { way, outcome: "skipped", reason: `none in ${nativeFolder()}` };
  }
  const folder = path.dirname(addon);
  if (path.dirname(folder) === path.dirname(nativeFolder())) {
    const wrong = await whatIsWrong(folder);
    if (wrong) return { way, outcome: "failed", reason: `${folder} ${wrong}` };
  }
  const probe = await probeEngine(addon, signal);
  if (!probe.works) {
    return { way, outcome: "failed", reason: `${addon} does not load: ${probe.reason}` };
  }
  return { way, outcome: "done", reason: `TensorFlow ${probe.version} loads from ${addon}` };
}

async function whatIsWrong(folder: string): Promise<string | undefined> {
  const manifest = await readNativeManifest(folder);
  if (!manifest) return "has no list of its files";
  if (!(await nativeFilesPresent(folder, manifest))) return "lacks a file or holds a damaged one";
  const version = await tfjsNodeVersion();
  if (manifest.tfjsNode !== version) {
    return `was made for tfjs-node ${manifest.tfjsNode}, and ${version} is installed`;
  }
  return undefined;
}
