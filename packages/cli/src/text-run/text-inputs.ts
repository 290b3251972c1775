/**
 * The texts that a command is given: files, folders, globs, standard input.
 *
 * @module
 */
import { listInputs, MltlError } from "@mltl/core";
import { isTextFile, type TextInput } from "@mltl/text";

/** What is to be known while they are listed. */
export interface TextInputsOptions {
  readonly signal: AbortSignal;
  /** Told of each file in a folder that isn't text by its name. */
  onIgnored?(): void;
}

/** @throws MltlError `E_USAGE` where standard input is named twice */
export function requireOneDash(patterns: readonly string[]): void {
  if (patterns.filter((pattern) => pattern === "-").length < 2) return;
  throw new MltlError("E_USAGE", "Standard input can be read only once", { hint: "name - once" });
}

/** Lists them in the order in which they are named. */
export async function* textInputs(
  patterns: readonly string[],
  { signal, onIgnored }: TextInputsOptions,
): AsyncGenerator<TextInput> {
  const files = (some: readonly string[]) =>
    listInputs(some, { accept: isTextFile, acceptName: isTextFile, onIgnored, signal });
  const dash = patterns.indexOf("-");
  if (dash < 0) return yield* files(patterns);
  yield* files(patterns.slice(0, dash));
  if (process.stdin.isTTY) process.stderr.write("mltl: reading the text, Ctrl-D ends it\n");
  yield { path: "-", stream: process.stdin };
  yield* files(patterns.slice(dash + 1));
}
