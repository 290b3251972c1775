/**
 * SHA-256 of files, computed and compared.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { MltlError } from "../errors.js";

/** Lower-case hexadecimal SHA-256 of a file, read as a stream. */
export async function sha256OfFile(file: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash, { signal });
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
