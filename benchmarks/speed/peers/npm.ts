/**
 * The peers on npm: in a folder of their own in the cache, installed once.
 *
 * @module
 */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { promisify } from "node:util";
import { cacheFolder } from "#core/engine/native-paths.js";

/** Packages by name, each with its version. */
export type NpmPeers = Readonly<Record<string, string>>;

export const WINK: NpmPeers = { "wink-nlp": "2.4.0", "wink-eng-lite-web-model": "1.8.1" };

/** The folder that holds them; installs them where they aren't in it yet. */
export async function npmPeers(peers: NpmPeers): Promise<string> {
  const wanted = Object.entries(peers).map(([name, version]) => `${name}@${version}`);
  const folder = path.join(cacheFolder(), "peers", wanted.join("+").replaceAll("/", "-"));
  const complete = path.join(folder, "complete");
  if (existsSync(complete)) return folder;
  process.stderr.write(`installing ${wanted.join(", ")} in ${folder}\n`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "package.json"), "{}\n");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  await promisify(execFile)(npm, ["install", "--no-audit", "--no-fund", ...wanted], {
    cwd: folder,
    shell: process.platform === "win32",
  });
  await writeFile(complete, "");
  return folder;
}

/** `require` as a script in that folder has it. */
export function requireFrom(folder: string): NodeJS.Require {
  return createRequire(path.join(folder, "package.json"));
}
