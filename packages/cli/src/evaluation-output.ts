/**
 * Where the figures of an evaluation go: standard output, and a page or a file of JSON beside.
 *
 * @module
 */
import { extname } from "node:path";
import { MltlError, printable, writeFileAtomic } from "@mltl/core";
import type { ListFormat } from "./print-list.js";

/** What is asked for. */
export interface EvaluationOutput {
  readonly format: ListFormat;
  /** A page (`.html`) or the figures (`.json`). */
  readonly out?: string;
}

/**
 * Looks at the file's name before anything is computed.
 *
 * @throws MltlError `E_USAGE` for a name that is neither a page's nor JSON's
 */
export function checkEvaluationOutput({ out }: EvaluationOutput): void {
  if (out === undefined || [".html", ".json"].includes(endingOf(out))) return;
  throw new MltlError(
    "E_USAGE",
    `Expected a file that ends in .html or .json for --out, received ${out}`,
  );
}

/** Prints a report and writes what is asked for. */
export async function writeEvaluation(
  { format, out }: EvaluationOutput,
  report: object,
  table: () => string,
  page: () => string | Promise<string>,
): Promise<void> {
  const json = `${JSON.stringify(report, undefined, 2)}\n`;
  process.stdout.write(format === "json" ? json : table());
  if (out === undefined) return;
  await writeFileAtomic(out, endingOf(out) === ".json" ? json : await page());
  process.stderr.write(`mltl: wrote ${printable(out)}\n`);
}

function endingOf(file: string): string {
  return extname(file).toLowerCase();
}

/** A fraction for a table. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}

/** A number for people. */
export function number(value: number): string {
  return value.toLocaleString("en");
}
