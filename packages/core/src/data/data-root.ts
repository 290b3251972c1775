/**
 * Where data sets lie: `MLTL_DATA`, else a folder in the user's data home.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { MltlError } from "../errors.js";
import type { DataManifest } from "./manifest.js";

/** The data root: `given`, else `MLTL_DATA`, else `$XDG_DATA_HOME/mltl` or `~/.local/share/mltl`. */
export function dataRoot(given?: string): string {
  const chosen = given ?? process.env.MLTL_DATA;
  if (chosen) return path.resolve(chosen);
  return path.join(process.env.XDG_DATA_HOME || path.join(homedir(), ".local", "share"), "mltl");
}

/** True when every file of a data set is under the root. */
export function hasData(root: string, { folder, files }: DataManifest): boolean {
  return Object.keys(files).every((file) => existsSync(path.join(root, folder, file)));
}

/**
 * The folder of a data set that is there.
 *
 * @throws MltlError `E_NOT_FOUND` saying how to bring it
 */
export function requireData(root: string, manifest: DataManifest): string {
  const folder = path.join(root, manifest.folder);
  if (hasData(root, manifest)) return folder;
  throw new MltlError("E_NOT_FOUND", `Data set '${manifest.name}' is not in ${folder}`, {
    hint: `Get it from ${manifest.source}, then \`mltl data add ${manifest.name} --from PATH\`, or point MLTL_DATA at it.`,
  });
}
