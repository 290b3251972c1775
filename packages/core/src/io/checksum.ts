/**
 * SHA-256 of files, computed and compared.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { MltlError } from "../errors.js";
import { compareNames } from "./name-order.js";

/** Lower-case hexadecimal SHA-256 of a file, read as a stream. */
export async function sha256OfFile(file: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash, { signal });
  return hash.digest("hex");
}

/**
 * SHA-256 of the files in a folder, at any depth: over lines `hash  path`, paths with `/` and in
 * code point order. What a shell gives with
 * `find * -type f | LC_ALL=C sort | xargs sha256sum | sha256sum`.
 */
export async function sha256OfFolder(folder: string, signal?: AbortSignal): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .map((name) => name.replaceAll(path.sep, "/"));
  const hash = createHash("sha256");
  for (const name of names.sort(compareNames)) {
    hash.update(`${await sha256OfFile(path.join(folder, name), signal)}  ${name}\n`);
  }
  return hash.digest("hex");
}

/**
 * @throws MltlError `E_CHECKSUM`, naming what was expected and what came
 */
export function assertSha256(what: string, expected: string, received: string): void {
  if (expected === received) return;
  throw new MltlError(
    "E_CHECKSUM",
    `Expected SHA-256 ${expected} for ${what}, received ${received}`,
    {
      hint: "The file is damaged or not the one that is pinned: delete it and get it again.",
    },
  );
}
