/**
 * Brings data sets under the data root and checks them.
 *
 * @module
 */
import { copyFile, cp, mkdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { MltlError } from "../errors.js";
import { sha256OfFile, sha256OfFolder } from "../io/checksum.js";
import { replaceFolder } from "../io/replace-folder.js";
import type { DataManifest } from "./manifest.js";

/** One file or folder of a data set. */
export interface DataFileCheck {
  /** As the manifest has it; a folder ends in `/`. */
  file: string;
  status: "ok" | "missing" | "damaged";
}

/** Hashes every file of a data set in `folder` against its manifest, one at a time. */
export async function verifyData(
  folder: string,
  { files }: DataManifest,
): Promise<DataFileCheck[]> {
  const checks: DataFileCheck[] = [];
  for (const [file, expected] of Object.entries(files)) {
    const actual = await hashOf(path.join(folder, file));
    const status = actual === undefined ? "missing" : actual === expected ? "ok" : "damaged";
    checks.push({ file, status });
  }
  return checks;
}

/**
 * Copies a data set's files from a folder (or, where it has one file, from that file), each only
 * when its hash is right. What is there already and intact is left alone.
 *
 * @param onFile - told of each file once it is in place
 * @returns the data set's folder under the root
 * @throws MltlError `E_NOT_FOUND`, `E_CHECKSUM` naming the file
 */
export async function addData(
  root: string,
  manifest: DataManifest,
  from: string,
  onFile: (file: string) => void = () => {},
): Promise<string> {
  const folder = path.join(root, manifest.folder);
  const names = Object.keys(manifest.files);
  const isFolder = await stat(from).then(
    (facts) => facts.isDirectory(),
    (cause: unknown) => {
      throw new MltlError("E_NOT_FOUND", `Nothing at ${from}`, { cause });
    },
  );
  if (!isFolder && names.length > 1) {
    const hint = `Give the folder that holds ${names.join(", ")}.`;
    throw new MltlError(
      "E_USAGE",
      `Expected a folder with ${names.length} files for ${manifest.name}, received the file ${from}`,
      { hint },
    );
  }
  for (const name of names) {
    const expected = manifest.files[name];
    const target = path.join(folder, name);
    if ((await hashOf(target)) !== expected) {
      await copyChecked(isFolder ? path.join(from, name) : from, target, expected);
    }
    onFile(name);
  }
  return folder;
}

async function copyChecked(source: string, target: string, expected: string): Promise<void> {
  const actual = await hashOf(source);
  if (actual === undefined) {
    throw new MltlError("E_NOT_FOUND", `Expected the file ${source}, received nothing`);
  }
  if (actual !== expected) {
    throw new MltlError(
      "E_CHECKSUM",
      `Expected SHA-256 ${expected} for ${source}, received ${actual}`,
      {
        hint: "It is another version of the data set, or damaged on its way.",
      },
    );
  }
  if (target.endsWith(path.sep)) {
    await replaceFolder(path.resolve(target), (beside) => cp(source, beside, { recursive: true }));
    return;
  }
  await mkdir(path.dirname(target), { recursive: true });
  const beside = `${target}.${process.pid}.part`;
  try {
    await copyFile(source, beside);
    await rename(beside, target);
  } finally {
    await rm(beside, { force: true });
  }
}

/** Hash of a file or of all in a folder; undefined where there is none. */
async function hashOf(place: string): Promise<string | undefined> {
  const facts = await stat(place).catch(() => undefined);
  if (facts === undefined || facts.isDirectory() !== place.endsWith(path.sep)) return undefined;
  return facts.isDirectory() ? sha256OfFolder(place) : sha256OfFile(place);
}
