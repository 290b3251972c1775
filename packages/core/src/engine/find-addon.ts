/**
 * Finds tfjs-node, whose JavaScript drives the native engine, and a compiled addon for it.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import {
  ADDON_FILE,
  nativeFolder,
  TENSORFLOW_VERSION,
  VENDOR_TENSORFLOW_VERSION,
} from "./native-paths.js";

/**
 * The folder of `@tensorflow/tfjs-node`, an optional peer: as this package sees it, else as the
 * current folder does. `undefined` where it is not installed.
 */
export function tfjsNodeFolder(): string | undefined {
  for (const from of [import.meta.url, path.join(process.cwd(), "index.js")]) {
    try {
      const manifest = createRequire(from).resolve("@tensorflow/tfjs-node/package.json");
      return path.dirname(manifest);
    } catch {
      // Not visible from there.
    }
  }
  return undefined;
}

/**
 * The addon to load: what `mltl setup` made, else what tfjs-node's own install script left beside
 * it. `undefined` where there is none.
 */
export function findAddon(): string | undefined {
  const candidates = [TENSORFLOW_VERSION, VENDOR_TENSORFLOW_VERSION].map((version) =>
    path.join(nativeFolder(version), ADDON_FILE),
  );
  const tfjsNode = tfjsNodeFolder();
  if (tfjsNode) candidates.push(path.join(tfjsNode, "lib", "napi-v8", ADDON_FILE));
  return candidates.find((file) => existsSync(file));
}
