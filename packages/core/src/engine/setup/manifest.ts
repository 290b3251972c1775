/**
 * The native folder's list of its own files, written last, by which `mltl doctor` tells damage.
 *
 * @module
 */
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { sha256OfFile } from "../../io/checksum.js";

const manifestSchema = z.object({
  tensorflow: z.string(),
  tfjsNode: z.string(),
  way: z.string(),
  source: z.object({ file: z.string(), sha256: z.string() }),
  compiler: z.string(),
  files: z.array(z.object({ path: z.string(), size: z.number(), sha256: z.string() })),
});

/** What the native folder holds and where it came from. */
export type NativeManifest = z.infer<typeof manifestSchema>;

/** What became of one listed file. */
export interface NativeFileCheck {
  file: string;
  status: "ok" | "missing" | "damaged";
  expected: string;
  /** SHA-256 found; left out when the size tells already. */
  actual?: string;
}

const NAME = "manifest.json";

/** Lists every file of `folder` and writes the manifest. */
export async function writeNativeManifest(
  folder: string,
  facts: Omit<NativeManifest, "files">,
): Promise<void> {
  const files: NativeManifest["files"] = [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((item) => item.isFile() && item.name !== NAME)) {
    const file = path.join(entry.parentPath, entry.name);
    const { size } = await stat(file);
    const relative = path.relative(folder, file).split(path.sep).join("/");
    files.push({ path: relative, size, sha256: await sha256OfFile(file) });
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  const text = `${JSON.stringify({ ...facts, files }, null, 2)}\n`;
  await writeFile(path.join(folder, NAME), text);
}

/** The manifest of `folder`, or `undefined` where there is none that can be read. */
export async function readNativeManifest(folder: string): Promise<NativeManifest | undefined> {
  try {
    const text = await readFile(path.join(folder, NAME), "utf8");
    return manifestSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Compares sizes only: instant. */
export async function nativeFilesPresent(
  folder: string,
  manifest: NativeManifest,
): Promise<boolean> {
  for (const { path: name, size } of manifest.files) {
    const found = await stat(path.join(folder, name)).catch(() => undefined);
    if (found?.size !== size) return false;
  }
  return true;
}

/** Compares every file with its SHA-256: about a second for half a gigabyte. */
export async function verifyNativeFiles(
  folder: string,
  manifest: NativeManifest,
): Promise<NativeFileCheck[]> {
  const checks: NativeFileCheck[] = [];
  for (const { path: name, size, sha256 } of manifest.files) {
    const file = path.join(folder, name);
    const found = await stat(file).catch(() => undefined);
    if (!found) checks.push({ file, status: "missing", expected: sha256 });
    else if (found.size !== size) checks.push({ file, status: "damaged", expected: sha256 });
    else {
      const actual = await sha256OfFile(file);
      const status = actual === sha256 ? "ok" : "damaged";
      checks.push({ file, status, expected: sha256, actual });
    }
  }
  return checks;
}
