/**
 * Checks an artifact's files against the hashes in its manifest.
 *
 * @module
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { MltlError } from "../errors.js";
import { sha256OfFile } from "../io/checksum.js";
import { readManifest } from "./manifest.js";

/** One file of an artifact. */
export interface FileCheck {
  file: string;
  status: "ok" | "missing" | "damaged";
  expected: string;
  /** SHA-256 found; absent for a missing file. */
  actual?: string;
}

/**
 * Hashes every file that the manifest names.
 *
 * @throws MltlError `E_BAD_ARTIFACT` when there is no readable manifest
 */
export async function verifyArtifact(folder: string): Promise<FileCheck[]> {
  const { files } = await readManifest(folder);
  const checks: FileCheck[] = [];
  for (const [file, expected] of Object.entries(files)) {
    const full = path.join(folder, file);
    if (!existsSync(full)) {
      checks.push({ file, status: "missing", expected });
      continue;
    }
    const actual = await sha256OfFile(full);
    checks.push({ file, status: actual === expected ? "ok" : "damaged", expected, actual });
  }
  return checks;
}

/**
 * Refuses an artifact with a missing or damaged file.
 *
 * @throws MltlError `E_CHECKSUM` naming the file, the hash expected and the hash received
 */
export async function requireIntact(folder: string): Promise<void> {
  const wrong = (await verifyArtifact(folder)).find(({ status }) => status !== "ok");
  if (!wrong) return;
  const received = wrong.actual ?? "no file";
  throw new MltlError(
    "E_CHECKSUM",
    `${path.join(folder, wrong.file)} is ${wrong.status}: expected SHA-256 ${wrong.expected}, received ${received}`,
    {
      hint: "Restore the model's folder (for a built-in one: `git checkout` or install it again).",
    },
  );
}
