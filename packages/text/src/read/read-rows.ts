import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { MltlError } from "@mltl/core";
import { type CsvError, type Info, type Options, parse } from "csv-parse";
import { readLines } from "./lines.js";

/** A row of a table: its text, or why it has none. */
export interface Row {
  /** Its number from 1: a line of JSON Lines, a row below the head of CSV. */
  number: number;
  text?: string;
  reason?: string;
}

/** The longest row, in UTF-16 units. A row is held whole, so this bounds the memory. */
const LONGEST_ROW = 64 * 1024 * 1024;

/**
 * The texts of a JSON Lines file: `column` of the object on each line. Blank lines are passed
 * over, and a line that is no such object is a row with a reason.
 *
 * @throws MltlError `E_BAD_INPUT` for a line of more than 64 Mi characters
 */
export async function* readJsonlRows(
  pieces: AsyncIterable<string> | Iterable<string>,
  column: string,
): AsyncGenerator<Row, void, undefined> {
  for await (const { number, start, text } of readLines(pieces, LONGEST_ROW)) {
    const line = start === 0 ? text.replace(/^\ufeff/, "") : text;
    if (line.trim() !== "") yield { number, ...textInJson(line, column) };
  }
}

function textInJson(line: string, column: string): Omit<Row, "number"> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { reason: "not valid JSON" };
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { reason: "not a JSON object" };
  }
  const text = (value as Record<string, unknown>)[column];
  if (typeof text === "string") return { text };
  const names = Object.keys(value).slice(0, 12).join(", ");
  const what = text === undefined ? `no '${column}'; it has: ${names}` : `'${column}' is no text`;
  return { reason: what };
}

/**
 * The texts of a table with a head, in comma-separated values as RFC 4180 has them.
 *
 * @param separator - between cells: `,` or a tab
 * @throws MltlError `E_BAD_INPUT` if there is no such column or the table can't be read on
 */
export async function* readCsvRows(
  pieces: AsyncIterable<string> | Iterable<string>,
  column: string,
  separator: "," | "\t",
): AsyncGenerator<Row, void, undefined> {
  const options: Options = {
    delimiter: separator,
    bom: true,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW,
    ...(separator === "\t" ? { quote: null } : {}),
  };
  const parser = parse(options);
  const feeding = pipeline(Readable.from(pieces), parser);
  feeding.catch(() => {});
  let at: number | undefined;
  let number = 0;
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      if (at === undefined) {
        at = cells.indexOf(column);
        if (at >= 0) continue;
        const names = cells.slice(0, 12).join(", ");
        throw new MltlError("E_BAD_INPUT", `no column '${column}'; there are: ${names}`);
      }
      number++;
      yield at < cells.length ? { number, text: cells[at] } : { number, reason: "too few cells" };
    }
    await feeding;
  } catch (error) {
    throw explain(error);
  }
}

function explain(error: unknown): unknown {
  const { code, lines } = error as CsvError & Partial<Info>;
  if (typeof code !== "string" || !code.startsWith("CSV_")) return error;
  const why =
    code === "CSV_QUOTE_NOT_CLOSED"
      ? "a quote is opened and never closed"
      : (error as Error).message;
  const where = typeof lines === "number" ? ` (line ${lines})` : "";
  return new MltlError("E_BAD_INPUT", `not valid CSV: ${why}${where}`, { cause: error });
}
