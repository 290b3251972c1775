import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { MltlError } from "../../errors.js";
import { appendSink, atomicSink, type Sink, streamSink } from "./sink.js";
import type { TableOptions } from "./table-writer.js";

/** Where output goes. */
export interface OpenSinkOptions {
  /** A file; its folder is made if need be. Default: standard output. */
  out?: string;
  /**
   * Whether every text stands for itself, so that a killed process leaves all but the last (JSON
   * Lines, CSV). Otherwise the file appears whole, at the end.
   */
  lines: boolean;
  /** With `lines`: go on after what is there. Default: false. */
  append?: boolean;
}

/**
 * Opens the place that a writer writes to.
 *
 * @throws MltlError `E_USAGE` if the file cannot be written
 */
export async function openSink({ out, lines, append = false }: OpenSinkOptions): Promise<Sink> {
  if (out === undefined) return streamSink(process.stdout);
  try {
    await mkdir(dirname(out), { recursive: true });
    return lines ? await appendSink(out, append) : await atomicSink(out);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const why = reasons[code ?? ""] ?? message;
    throw new MltlError("E_USAGE", `Cannot write ${out}: ${why}`, {
      hint: "name a file in a folder that you may write to",
      cause,
    });
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EISDIR: "a folder has that name",
  EEXIST: "a part of its path is a file, not a folder",
  ENOTDIR: "a part of its path is a file, not a folder",
  EROFS: "the disk is read-only",
  ENOSPC: "the disk is full",
};

/** The width of a terminal and whether it shows colours; neither where the stream is none. */
export function terminalOf(stream: NodeJS.WriteStream): TableOptions {
  return stream.isTTY ? { width: stream.columns, colour: stream.hasColors() } : {};
}
