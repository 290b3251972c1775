/**
 * Which format results are written in, and whether that can be done.
 *
 * @module
 */
import { extname } from "node:path";
import { Option } from "commander";

/** The options that every command with results takes. */
export interface OutputFlags<Format extends string> {
  format?: Format;
  out?: string;
  resume?: boolean;
}

/** The `--format` option, with the formats a command can write. */
export function formatOption(formats: readonly string[]): Option {
  return new Option(
    "--format <name>",
    "how results are written (default: by the ending of --out, else table on a terminal and jsonl elsewhere)",
  ).choices(formats);
}

/**
 * The format that is meant: the one named, else the one that `--out` ends in, else a table on a
 * terminal and JSON Lines elsewhere.
 */
export function chooseFormat<Format extends string>(
  { format, out }: OutputFlags<Format>,
  formats: readonly Format[],
): Format | "table" | "jsonl" {
  if (format !== undefined) return format;
  if (out === undefined) return process.stdout.isTTY ? "table" : "jsonl";
  const ending = extname(out).slice(1).toLowerCase();
  return formats.find((name) => name === ending) ?? "jsonl";
}

/** Why these options cannot go together, with what to do; undefined if they can. */
export function outputConflict(
  { out, resume }: OutputFlags<string>,
  format: string,
): { message: string; hint: string } | undefined {
  if (resume && out === undefined) {
    return { message: "--resume needs --out", hint: "name the file that the last run wrote" };
  }
  if (resume && !goesByLines(format)) {
    return {
      message: `--resume cannot go on with ${format}`,
      hint: "only jsonl and csv are written line by line: use --format jsonl or csv",
    };
  }
  if (format === "html" && out === undefined && process.stdout.isTTY) {
    return {
      message: "a page would fill the terminal with markup",
      hint: "name a file: --out report.html",
    };
  }
  return undefined;
}

/** Whether a format is written line by line, so that a stopped run can be gone on with. */
export function goesByLines(format: string): boolean {
  return format === "jsonl" || format === "csv";
}

/** After an interrupt: says how to go on, where that can be done. */
export function sayHowToGoOn(signal: AbortSignal, out: string | undefined, format: string): void {
  if (!signal.aborted || out === undefined || !goesByLines(format)) return;
  process.stderr.write("mltl: stopped; the same command with --resume goes on\n");
}
