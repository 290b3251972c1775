/**
 * Names from a stream, one a line or one before each NUL.
 *
 * @module
 */
import { addAbortSignal, type Readable } from "node:stream";

/**
 * Reads a list of names without holding more of it than one name. Empty names are skipped; a
 * carriage return before a line's end is taken off.
 *
 * @param nul - names end in NUL (as `find -print0` writes them) rather than in a newline
 * @param signal - ends the wait for more; the stream is destroyed
 */
export async function* readNames(
  stream: NodeJS.ReadableStream,
  nul: boolean,
  signal?: AbortSignal,
): AsyncGenerator<string> {
  if (signal) addAbortSignal(signal, stream as Readable);
  const decoder = new TextDecoder("utf-8", { ignoreBOM: nul });
  const end = nul ? "\0" : "\n";
  let rest = "";
  for await (const chunk of stream) {
    rest += typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
    const names = rest.split(end);
    rest = names.pop() ?? "";
    for (const name of names) yield* tidied(name, nul);
  }
  yield* tidied(rest + decoder.decode(), nul);
}

function tidied(name: string, nul: boolean): string[] {
  const tidy = nul ? name : name.replace(/\r$/, "");
  return tidy === "" ? [] : [tidy];
}
