/**
 * Our own modules as files that a page can import: what runs in a browser is what runs here.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** Modules of core that run anywhere. */
const CORE_MODULES = [
  "../artifact/float16.js",
  "../crf/best-paths.js",
  "../crf/decode.js",
  "../crf/lattice.js",
  "../crf/predecessors.js",
  "../crf/scores.js",
];

/** Stands for `@mltl/core` in a page. */
const CORE = "core.js";

/**
 * Compiled modules side by side in one folder, and with them `core.js`: the part of `@mltl/core`
 * that modules of a page may import.
 *
 * @param modules - compiled; their names differ, and they import each other and `@mltl/core` only
 * @param folder - where they go, within the export
 * @returns sources by path
 */
export async function browserModules(
  modules: readonly URL[],
  folder: string,
): Promise<Map<string, string>> {
  const core = CORE_MODULES.map((module) => new URL(module, import.meta.url));
  const names = core.map((url) => path.basename(fileURLToPath(url)));
  const files = new Map([
    [`${folder}/${CORE}`, names.map((name) => `export * from "./${name}";\n`).join("")],
  ]);
  for (const url of [...core, ...modules]) {
    const file = fileURLToPath(url);
    const source = await readFile(file, "utf8");
    files.set(`${folder}/${path.basename(file)}`, sideBySide(source, file));
  }
  return files;
}

function sideBySide(source: string, file: string): string {
  const moved = source.replace(/(\bfrom )"([^"]+)"/g, (_, from: string, target: string) => {
    if (target === "@mltl/core") return `${from}"./${CORE}"`;
    if (target.startsWith(".")) return `${from}"./${path.posix.basename(target)}"`;
    throw new Error(`${file} imports ${target}, which a page doesn't have`);
  });
  return moved.replace(/^\/\/# sourceMappingURL=.*\n?/m, "");
}
