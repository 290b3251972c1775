/**
 * Where text goes: a stream, a file that grows line by line, or a file that appears when done.
 *
 * @module
 */
import { once } from "node:events";
import { open } from "node:fs/promises";
import { createAtomicFile } from "../atomic-file.js";

/** A place that text is written to. */
export interface Sink {
  /** Resolves when more may come (back-pressure). */
  write(text: string): Promise<void>;
  /** Finishes: a file is in its place when this resolves. */
  close(): Promise<void>;
  /** Gives up: a file that was to appear when done does not. */
  discard(): Promise<void>;
  /** Whether the reader has gone (`| head`): what is written from now on is dropped. */
  readonly readerGone: boolean;
}

/** Writes to a stream, which stays open. A reader that goes away is no error. */
export function streamSink(stream: NodeJS.WritableStream): Sink {
  let failure: NodeJS.ErrnoException | undefined;
  const onError = (error: NodeJS.ErrnoException) => {
    failure = error;
  };
  stream.on("error", onError);
  const isGone = () => failure?.code === "EPIPE" || failure?.code === "ERR_STREAM_DESTROYED";
  const end = async () => {
    if (!failure) await new Promise((resolve) => stream.write("", resolve));
    stream.off("error", onError);
    if (failure && !isGone()) throw failure;
  };
  return {
    get readerGone() {
      return isGone();
    },
    async write(text) {
      if (isGone()) return;
      if (failure) throw failure;
      if (stream.write(text)) return;
      try {
        await once(stream, "drain");
      } catch (error) {
        failure = error as NodeJS.ErrnoException;
        if (!isGone()) throw error;
      }
    },
    close: end,
    discard: end,
  };
}

/**
 * Writes to a file with one system call for each `write`, so that a process killed at any moment
 * leaves every earlier text whole.
 *
 * @param append - go on after what is there, instead of beginning anew
 */
export async function appendSink(path: string, append: boolean): Promise<Sink> {
  const handle = await open(path, append ? "a" : "w");
  return {
    readerGone: false,
    write: (text) => handle.appendFile(text),
    close: () => handle.close(),
    discard: () => handle.close(),
  };
}

/** Writes to a file that appears, whole, on `close()`. */
export async function atomicSink(path: string): Promise<Sink> {
  const file = await createAtomicFile(path);
  return {
    readerGone: false,
    write: (text) => file.write(text),
    close: () => file.commit(),
    discard: () => file.discard(),
  };
}
