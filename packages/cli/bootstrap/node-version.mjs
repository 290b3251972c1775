/** The oldest Node that the packages run on, as in package.json. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./steps.mjs";

/**
 * @param {string} version - e.g. `20.19.0`
 * @throws {Error} when it is too old
 */
export function assertNodeVersion(version = process.versions.node) {
  const { engines } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  const oldest = engines.node.replace(">=", "");
  const [major, minor = 0] = version.split(".").map(Number);
  const [oldestMajor, oldestMinor = 0] = oldest.split(".").map(Number);
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new Error(`expected Node ${oldest} or newer, this is ${version} (see nodejs.org)`);
}
