/**
 * Word vectors from files: text as GloVe, word2vec and fastText write it, plain or gzipped, and
 * word2vec's binary form.
 *
 * @module
 */
import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { MltlError } from "@mltl/core";
import { VectorQuantizer } from "../features/vector-quantizer.js";
import type { WordVectors } from "../features/word-vectors.js";

const NEWLINE = 10;
const BLANK = 32;
/** What is looked at to tell the forms apart, bytes. */
const HEAD_BYTES = 4096;
const GZIP = [0x1f, 0x8b];
const HEADER = /^(\d+) (\d+)\s*$/;

/**
 * Reads the first `count` words, which are the most frequent ones in such files, quantised as they
 * come: what is behind them is not read, and of the file a piece at a time is held. A header
 * (`words width`, as word2vec and fastText have it) is found by itself. Of a word that comes twice the
 * first is taken; a word of several parts (GloVe 840B has some) is passed over.
 *
 * @throws MltlError `E_NOT_FOUND`, `E_BAD_DATA` naming file and line for what isn't word vectors
 */
export async function readVectorFile(file: string, count: number): Promise<WordVectors> {
  const head = await headOf(file);
  const [line] = head.toString("latin1").split("\n", 1);
  const header = HEADER.exec(line);
  const chosen = new VectorQuantizer();
  if (header && isBinary(head.subarray(line.length + 1), Number(header[2]))) {
    await readBinary(file, Number(header[2]), line.length + 1, count, chosen);
  } else {
    await readText(file, count, chosen);
  }
  if (chosen.size === 0) {
    throw new MltlError("E_BAD_DATA", `Expected word vectors in ${file}, received no word`);
  }
  return chosen.vectors();
}

async function headOf(file: string): Promise<Buffer> {
  const facts = await stat(file).catch(() => undefined);
  if (!facts?.isFile()) {
    throw new MltlError("E_NOT_FOUND", `No file of word vectors '${file}'`, {
      hint: "Name a file as GloVe, word2vec or fastText write it: text (gzipped too) or word2vec's .bin.",
    });
  }
  const handle = await open(file);
  try {
    const buffer = Buffer.alloc(HEAD_BYTES);
    const { bytesRead } = await handle.read(buffer, 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Whether numbers of 4 bytes, and not digits, follow the first word. */
function isBinary(entries: Buffer, width: number): boolean {
  const blank = entries.indexOf(BLANK);
  const numbers = entries.subarray(blank + 1, blank + 1 + 4 * width);
  return blank >= 0 && !/^[-+.\deE \r\n]*$/.test(numbers.toString("latin1"));
}

async function readBinary(
  file: string,
  width: number,
  start: number,
  count: number,
  chosen: VectorQuantizer,
): Promise<void> {
  let held = Buffer.alloc(0);
  const vector = new Float32Array(width);
  for await (const piece of createReadStream(file, { start, highWaterMark: 1 << 20 })) {
    held = Buffer.concat([held, piece]);
    let at = 0;
    while (chosen.size < count) {
      const from = held[at] === NEWLINE ? at + 1 : at;
      const blank = held.indexOf(BLANK, from);
      const end = blank + 1 + 4 * width;
      if (blank < 0 || end > held.length) break;
      for (let i = 0; i < width; i++) vector[i] = held.readFloatLE(blank + 1 + 4 * i);
      chosen.add(held.toString("utf8", from, blank), vector);
      at = end;
    }
    if (chosen.size >= count) return;
    held = held.subarray(at);
  }
  if (held.length > 1) {
    throw new MltlError(
      "E_BAD_DATA",
      `Expected ${width} numbers after each word of ${file}, received an end within those of word ${chosen.size + 1}`,
      { hint: "The file is cut off: download it again." },
    );
  }
}

async function readText(file: string, count: number, chosen: VectorQuantizer): Promise<void> {
  let width: number | undefined;
  let number = 0;
  for await (const line of linesOf(file)) {
    number++;
    const header = number === 1 ? HEADER.exec(line) : null;
    if (header) {
      width = Number(header[2]);
      continue;
    }
    if (line.trim() === "") continue;
    const fields = line.trimEnd().split(" ");
    width ??= fields.length - 1;
    if (fields.length > width + 1) continue;
    const vector = Float32Array.from(fields.slice(1), Number);
    if (width === 0 || vector.length !== width || vector.some(Number.isNaN)) {
      throw new MltlError(
        "E_BAD_DATA",
        `Expected a word and ${width || "some"} numbers in ${file}, line ${number}, received '${line.slice(0, 60)}'`,
      );
    }
    chosen.add(fields[0], vector);
    if (chosen.size >= count) return;
  }
}

async function* linesOf(file: string): AsyncGenerator<string, void, undefined> {
  const raw = createReadStream(file, { highWaterMark: 1 << 20 });
  const head = await headOf(file);
  const zipped = GZIP.every((byte, i) => head[i] === byte);
  const bytes = zipped ? raw.pipe(createGunzip()) : raw;
  let held = Buffer.alloc(0);
  try {
    for await (const piece of bytes) {
      held = Buffer.concat([held, piece]);
      let at = 0;
      for (;;) {
        const end = held.indexOf(NEWLINE, at);
        if (end < 0) break;
        yield held.toString("utf8", at, end);
        at = end + 1;
      }
      held = held.subarray(at);
    }
    if (held.length > 0) yield held.toString("utf8");
  } finally {
    raw.destroy();
  }
}
