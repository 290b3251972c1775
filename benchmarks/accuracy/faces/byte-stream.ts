/**
 * Reads so many bytes, or a line, of what a process prints.
 *
 * @module
 */
import type { Readable } from "node:stream";

/** Reads a stream piece by piece. */
export interface ByteReader {
  /** @throws Error where the stream ends before */
  read(count: number): Promise<Buffer>;
  /** Without its end. */
  line(): Promise<string>;
}

const NEWLINE = 10;

/** A reader of a stream that nobody else reads. */
export function byteReader(stream: Readable): ByteReader {
  const pieces = stream[Symbol.asyncIterator]();
  let held = Buffer.alloc(0);
  const more = async () => {
    const { value, done } = await pieces.next();
    if (done) throw new Error(`Expected more bytes, received the end after ${held.length}`);
    held = Buffer.concat([held, value as Buffer]);
  };
  const take = (count: number) => {
    const taken = held.subarray(0, count);
    held = held.subarray(count);
    return taken;
  };
  return {
    async read(count) {
      while (held.length < count) await more();
      return take(count);
    },
    async line() {
      while (!held.includes(NEWLINE)) await more();
      return take(held.indexOf(NEWLINE) + 1)
        .toString("utf8")
        .trimEnd();
    },
  };
}
