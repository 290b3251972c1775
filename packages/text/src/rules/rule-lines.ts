/**
 * Files of rules, line by line or row by row, and what is wrong with them.
 *
 * @module
 */
import { open } from "node:fs/promises";
import { extname } from "node:path";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { MltlError } from "@mltl/core";
import { decodeUtf8 } from "../read/decode-utf8.js";

/** Something about a line of a file that its author should know. */
export interface RuleProblem {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly reason: string;
}

/** How many of many faults a message names. */
const NAMED = 3;

/** A file's ending in small letters, that of what is in it where it is gzipped. */
export function endingOf(path: string): string {
  return extname(path.replace(/\.gz$/i, "")).toLowerCase();
}

/** The text of a file, gzipped or not, in pieces, without its byte order mark. */
export async function* piecesOf(path: string): AsyncGenerator<string, void, undefined> {
  let first = true;
  for await (const piece of decodeUtf8(await openBytes(path))) {
    yield first ? piece.replace(/^\ufeff/, "") : piece;
    first = false;
  }
}

/** A file's bytes, unzipped where they begin as gzip does. */
async function openBytes(path: string): Promise<AsyncIterable<Uint8Array>> {
  const file = await open(path);
  const start = new Uint8Array(2);
  try {
    await file.read(start, 0, 2, 0);
  } catch (error) {
    await file.close();
    throw error;
  }
  const bytes = file.createReadStream({ start: 0, highWaterMark: 1 << 20 });
  if (start[0] !== 0x1f || start[1] !== 0x8b) return bytes;
  // Whoever reads the pieces is told of what goes wrong.
  return pipeline(bytes, createGunzip(), () => {});
}

/** Calls `take` with each line of a file and its number; line ends may be `\n` or `\r\n`. */
export async function eachLine(
  path: string,
  take: (line: string, number: number) => void,
): Promise<void> {
  let rest = "";
  let number = 0;
  for await (const piece of piecesOf(path)) {
    const text = rest + piece;
    let from = 0;
    for (let to = text.indexOf("\n"); to >= 0; to = text.indexOf("\n", from)) {
      take(text.slice(from, text.charCodeAt(to - 1) === 0x0d && to > from ? to - 1 : to), ++number);
      from = to + 1;
    }
    rest = text.slice(from);
  }
  if (rest !== "") take(rest, ++number);
}

/** Calls `take` with the JSON value of each line that isn't blank, and `fail` with the others. */
export function eachJsonLine(
  path: string,
  take: (number: number, value: unknown) => void,
  fail: (number: number, reason: string) => void,
): Promise<void> {
  return eachLine(path, (line, number) => {
    if (line.trim() === "") return;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      return fail(number, "no valid JSON");
    }
    take(number, value);
  });
}

/**
 * The error for a file that can't be read as rules.
 *
 * @param what - what the file should hold: `phrases`
 */
export function badRules(
  path: string,
  what: string,
  problems: readonly RuleProblem[],
  hint: string,
): MltlError {
  const named = problems
    .slice(0, NAMED)
    .map(({ line, reason }) => (line > 0 ? `line ${line}: ${reason}` : reason));
  const more = problems.length > NAMED ? `; and ${problems.length - NAMED} more` : "";
  const message = `Expected ${what} in ${path}, received ${named.join("; ")}${more}`;
  return new MltlError("E_BAD_INPUT", message, { hint });
}

/** An error of the file system as one that says which file of which rules. */
export function unreadable(path: string, error: unknown): unknown {
  if (error instanceof MltlError) {
    return error.message.includes(path)
      ? error
      : new MltlError(error.code, `${path}: ${error.message}`, { hint: error.hint, cause: error });
  }
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return new MltlError("E_NOT_FOUND", `There is no file ${path}`);
  if (code === "EISDIR") return new MltlError("E_BAD_INPUT", `${path} is a folder, not a file`);
  if (code === "EACCES") return new MltlError("E_BAD_INPUT", `${path}: permission denied`);
  if (/^Z_/.test(code ?? "")) return new MltlError("E_BAD_INPUT", `${path} is no whole gzip file`);
  return error;
}
