/**
 * Whole text files, plain or gzipped.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { MltlError } from "@mltl/core";
import { decodeUtf8 } from "../read/decode-utf8.js";

/**
 * The text of a UTF-8 file; what it begins with says whether it is gzipped. A byte order mark stays.
 *
 * @throws MltlError `E_NOT_FOUND`, `E_BAD_ENCODING` naming the byte, `E_BAD_DATA` for broken gzip
 */
export async function openText(file: string): Promise<string> {
  const bytes = unzip(await readBytes(file), file);
  const pieces: string[] = [];
  try {
    for await (const piece of decodeUtf8(chunksOf(bytes))) pieces.push(piece);
  } catch (error) {
    if (!(error instanceof MltlError)) throw error;
    throw new MltlError(error.code, `${file}: ${error.message}`, {
      hint: "Convert it to UTF-8.",
      cause: error,
    });
  }
  return pieces.join("");
}

async function readBytes(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT") throw error;
    throw new MltlError("E_NOT_FOUND", `No file '${file}'`, { cause: error });
  }
}

function unzip(bytes: Buffer, file: string): Buffer {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes);
  } catch (error) {
    throw new MltlError("E_BAD_DATA", `${file} is no whole gzip file`, { cause: error });
  }
}

async function* chunksOf(bytes: Buffer): AsyncGenerator<Uint8Array> {
  const size = 1 << 24;
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
