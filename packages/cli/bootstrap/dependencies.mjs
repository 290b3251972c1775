/** `npm ci`, where node_modules is not what package-lock.json says. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { root, step } from "./steps.mjs";

/** Installs the packages where they are missing or of other versions. */
export async function installDependencies() {
  if (installedAsLocked(root)) return;
  // npm names itself to the scripts that it runs; with Node it needs no shell, even on Windows.
  const { npm_execpath: npm } = process.env;
  const command = npm?.endsWith("npm-cli.js") ? [process.execPath, npm] : ["npm"];
  await step("installing packages", [...command, "ci", "--no-audit", "--no-fund"]);
}

/**
 * Whether npm's record of what it installed has every package of the lock file, in its version.
 * Packages for other platforms may be absent. Instant: it reads two files.
 *
 * @param {string} folder - where package-lock.json and node_modules are
 */
export function installedAsLocked(folder) {
  const record = path.join(folder, "node_modules", ".package-lock.json");
  if (!existsSync(record)) return false;
  const installed = readPackages(record);
  const locked = readPackages(path.join(folder, "package-lock.json"));
  return Object.entries(locked).every(([place, wanted]) => {
    if (!place.startsWith("node_modules/")) return true;
    if (wanted.link) return existsSync(path.join(folder, place));
    const found = installed[place];
    if (!found) return wanted.optional === true;
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

function readPackages(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages;
}
