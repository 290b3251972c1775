import { createReadStream } from "node:fs";
import { extname } from "node:path";
import { type InputFile, listInputs, MltlError } from "@mltl/core";
import { type Sentence, segment } from "../segment/segment.js";
import { decodeUtf8 } from "./decode-utf8.js";
import { type InputKind, inputKindOf } from "./input-kind.js";
import { readConll } from "./read-conll.js";
import { emptyItem, type ReadItem } from "./read-item.js";
import { type Row, readCsvRows, readJsonlRows } from "./read-rows.js";
import { readText } from "./read-text.js";

/** Something to tag: a file by name, as core lists it, a text at hand, or bytes as they come. */
export type TextInput =
  | string
  | InputFile
  | { path: string; text: string }
  | { path: string; stream: AsyncIterable<Uint8Array> };

/** How inputs are read. */
export interface ReadOptions {
  /** Their layout. Default: what a file's extension says, running text where it says nothing. */
  input?: InputKind;
  /** The column, or the key, that holds the text of a row. Default: `text`. */
  textColumn?: string;
  /** Put U+FFFD where a file is no UTF-8, instead of failing it. Default: false. */
  lenient?: boolean;
  /** Inputs (files, or rows as `FILE#ROW`) to pass over. */
  skip?: (path: string) => boolean;
  signal?: AbortSignal;
}

/**
 * The sentences of one input, in order. What goes wrong becomes the last item's status and never
 * an error; an input without a sentence gives one empty item.
 */
export async function* readInput(
  input: TextInput,
  options: ReadOptions = {},
): AsyncGenerator<ReadItem, void, undefined> {
  const named = typeof input === "string" ? await lookUp(input) : input;
  const { path } = named;
  if (options.skip?.(path)) return;
  if ("status" in named && named.status)
    return void (yield emptyItem(path, named.status, named.reason));
  const kind = options.input ?? inputKindOf(path);
  let last: ReadItem | undefined;
  try {
    const pieces = await open(named, options);
    for await (const item of items(path, kind, pieces, options)) {
      yield item;
      last = item;
    }
  } catch (error) {
    options.signal?.throwIfAborted();
    const { status, reason } = explain(error);
    yield emptyItem(path, status, reason, last?.path === path ? last.sentence : undefined);
  }
}

async function lookUp(path: string): Promise<InputFile> {
  for await (const found of listInputs([path])) {
    if (found.path === path) return found;
    break;
  }
  return { path, status: "unsupported", reason: "not a single file" };
}

/** The input's text, in pieces. */
async function open(
  input: Exclude<TextInput, string>,
  { lenient, signal }: ReadOptions,
): Promise<AsyncIterable<string> | Iterable<string>> {
  if ("text" in input) return [input.text];
  if ("stream" in input) return decodeUtf8(input.stream, { lenient });
  const chunks = () => createReadStream(input.path, { signal, highWaterMark: 1 << 16 });
  // Read through first, so that a file that isn't UTF-8 to its end gives no half of a result.
  if (!lenient) for await (const _ of decodeUtf8(chunks()));
  return decodeUtf8(chunks(), { lenient });
}

async function* items(
  path: string,
  kind: InputKind,
  pieces: AsyncIterable<string> | Iterable<string>,
  options: ReadOptions,
): AsyncGenerator<ReadItem, void, undefined> {
  const column = options.textColumn ?? "text";
  if (kind === "jsonl") yield* rows(path, readJsonlRows(pieces, column), options);
  else if (kind === "csv") {
    const separator = extname(path).toLowerCase() === ".tsv" ? "\t" : ",";
    yield* rows(path, readCsvRows(pieces, column, separator), options);
  } else {
    const columns = kind === "conll";
    const sentences = columns ? readConll(pieces) : readText(pieces, { lines: kind === "lines" });
    yield* orEmpty(path, sentences, columns);
  }
}

async function* orEmpty(
  path: string,
  sentences: AsyncIterable<Sentence> | Iterable<Sentence>,
  columns = false,
): AsyncGenerator<ReadItem, void, undefined> {
  let none = true;
  for await (const sentence of sentences) {
    none = false;
    yield { path, status: "ok", sentence, columns };
  }
  if (none) yield emptyItem(path, "ok");
}

async function* rows(
  table: string,
  found: AsyncIterable<Row>,
  { skip }: ReadOptions,
): AsyncGenerator<ReadItem, void, undefined> {
  let none = true;
  for await (const { number, text, reason } of found) {
    none = false;
    const path = `${table}#${number}`;
    if (skip?.(path)) continue;
    if (text === undefined) yield emptyItem(path, "failed", reason);
    else yield* orEmpty(path, segment(text));
  }
  if (none) yield emptyItem(table, "ok");
}

function explain(error: unknown): { status: "missing" | "unreadable" | "failed"; reason: string } {
  if (error instanceof MltlError) return { status: "failed", reason: error.message };
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return { status: "missing", reason: "no such file or folder" };
  if (code === "EACCES" || code === "EPERM") {
    return { status: "unreadable", reason: "permission denied" };
  }
  if (code === undefined) throw error;
  return { status: "unreadable", reason: message };
}
