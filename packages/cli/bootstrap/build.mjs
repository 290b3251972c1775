/** Compiles the TypeScript. The compiler keeps its own books: without changes it takes a moment. */
import { existsSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { root, step } from "./steps.mjs";

/** Builds packages and tests. */
export async function build() {
  removeOrphans(path.join(root, "test"));
  const compiler = path.join(root, "node_modules", "typescript", "bin", "tsc");
  await step("building", [process.execPath, compiler, "-b"]);
}

/**
 * Removes the compiled tests whose source is gone: the compiler leaves them, and mocha would run
 * them still.
 *
 * @param {string} folder - holds the sources, and `dist` with what was made of them
 */
export function removeOrphans(folder) {
  const dist = path.join(folder, "dist");
  if (!existsSync(dist)) return;
  for (const name of readdirSync(dist, { recursive: true })) {
    if (!name.endsWith(".test.js")) continue;
    const source = path.join(folder, name.replace(/\.js$/, ".ts"));
    if (!existsSync(source)) rmSync(path.join(dist, name));
  }
}
