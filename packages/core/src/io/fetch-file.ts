/**
 * Fetches a file over HTTP: goes on where an earlier try broke off, checks it, and only then gives it
 * its name.
 *
 * @module
 */
import { createWriteStream } from "node:fs";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { MltlError } from "../errors.js";
import { assertSha256, sha256OfFile } from "./checksum.js";

/** What is fetched, and how it is known to be right. */
export interface RemoteFile {
  readonly url: string;
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

export interface FetchOptions {
  /** Told how many bytes are here, those of an earlier try among them. */
  readonly onProgress?: (bytes: number) => void;
  readonly signal?: AbortSignal;
  /** Tries that may bring nothing new before it gives up. Default: 3. */
  readonly tries?: number;
}

/**
 * Fetches to `target`, by way of `TARGET.part` beside it. A part that is there is gone on with (HTTP
 * Range) where the server can, else fetched anew.
 *
 * @throws MltlError `E_CHECKSUM` for other bytes than expected (the part is then removed), `E_NOT_FOUND`
 *   where the server refuses or can't be reached (the part stays, for the next time)
 */
export async function fetchFile(
  { url, sha256, size }: RemoteFile,
  target: string,
  { onProgress = () => {}, signal, tries = 3 }: FetchOptions = {},
): Promise<void> {
  const part = `${target}.part`;
  await mkdir(path.dirname(target), { recursive: true });
  let held = await sizeOf(part);
  for (let left = tries; held < size; ) {
    const failure = await fetchOn(url, part, held, onProgress, signal);
    const now = await sizeOf(part);
    signal?.throwIfAborted();
    if (failure === undefined && now < size) left--;
    if (failure !== undefined && now <= held) left--;
    if (left === 0 || failure?.final) {
      const reason = failure?.reason ?? `only ${now} of ${size} bytes came`;
      throw new MltlError("E_NOT_FOUND", `Cannot fetch ${url}: ${reason}`, {
        hint: "What has come is kept: the same command goes on from there.",
        cause: failure?.cause,
      });
    }
    held = now;
  }
  try {
    if (held > size) {
      throw new MltlError("E_CHECKSUM", `Expected ${size} bytes of ${url}, received ${held}`);
    }
    assertSha256(url, sha256, await sha256OfFile(part, signal));
  } catch (error) {
    if (error instanceof MltlError) await rm(part, { force: true });
    throw error;
  }
  await rename(part, target);
}

interface Failure {
  readonly reason: string;
  /** Whether asking again is of no use. */
  readonly final: boolean;
  readonly cause?: unknown;
}

/** Adds to the part what the server still has; says what went wrong. */
async function fetchOn(
  url: string,
  part: string,
  held: number,
  onProgress: (bytes: number) => void,
  signal: AbortSignal | undefined,
): Promise<Failure | undefined> {
  try {
    const headers: Record<string, string> = held > 0 ? { range: `bytes=${held}-` } : {};
    const response = await fetch(url, { headers, signal });
    if (!response.ok || !response.body) {
      await response.body?.cancel();
      const { status, statusText } = response;
      return { reason: `${status} ${statusText}`.trim(), final: status < 500 };
    }
    const goesOn = response.status === 206;
    let bytes = goesOn ? held : 0;
    const counted = async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        bytes += chunk.length;
        onProgress(bytes);
        yield chunk;
      }
    };
    await pipeline(
      Readable.fromWeb(response.body as import("node:stream/web").ReadableStream),
      counted,
      createWriteStream(part, { flags: goesOn ? "a" : "w" }),
      { signal },
    );
    return undefined;
  } catch (cause) {
    const { message } = ((cause as Error).cause as Error | undefined) ?? (cause as Error);
    return { reason: message, final: false, cause };
  }
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    (facts) => facts.size,
    () => 0,
  );
}
