/**
 * Where the native library lives: a cache folder shared by clones, found by version.
 *
 * @module
 */
import { homedir } from "node:os";
import path from "node:path";

/** The TensorFlow release whose C library is used. */
export const TENSORFLOW_VERSION = "2.15.1";

/** The cache folder: `MLTL_CACHE`, else `$XDG_CACHE_HOME/mltl`, else `~/.cache/mltl`. */
export function cacheFolder(): string {
  if (process.env.MLTL_CACHE) return path.resolve(process.env.MLTL_CACHE);
  return path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), ".cache"), "mltl");
}

/** The folder of the native files of this platform and version. */
export function nativeFolder(): string {
  const name = `tensorflow-${TENSORFLOW_VERSION}-${process.platform}-${process.arch}`;
  return path.join(cacheFolder(), "native", name);
}

/** The compiled addon inside {@link nativeFolder}. */
export function nativeAddonPath(): string {
  return path.join(nativeFolder(), "tfjs_binding.node");
}
