/**
 * Where the native library lives: a cache folder shared by clones, found by version.
 *
 * @module
 */
import { homedir } from "node:os";
import path from "node:path";

/** The TensorFlow release whose C library is used. */
export const TENSORFLOW_VERSION = "2.15.1";

/** The release that tfjs-node's vendor offers, taken where the other cannot be had. */
export const VENDOR_TENSORFLOW_VERSION = "2.9.1";

/** The file name of the compiled addon inside {@link nativeFolder}. */
export const ADDON_FILE = "tfjs_binding.node";

/** The cache folder: `MLTL_CACHE`, else `$XDG_CACHE_HOME/mltl`, else `~/.cache/mltl`. */
export function cacheFolder(): string {
  if (process.env.MLTL_CACHE) return path.resolve(process.env.MLTL_CACHE);
  return path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), ".cache"), "mltl");
}

/** Where downloads are kept between runs. */
export function downloadsFolder(): string {
  return path.join(cacheFolder(), "downloads");
}

/** The folder of the native files of this platform and version. */
export function nativeFolder(version: string = TENSORFLOW_VERSION): string {
  const name = `tensorflow-${version}-${process.platform}-${process.arch}`;
  return path.join(cacheFolder(), "native", name);
}
