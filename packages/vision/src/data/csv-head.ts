/**
 * Tables of faces as comma-, semicolon- or tab-separated values with a head.
 *
 * @module
 */
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { MltlError } from "@mltl/core";
import { type CsvError, parse } from "csv-parse";

const HEAD_BYTES = 16_384;

/** The head of a table. */
export interface CsvHead {
  /** Names of the columns as they are written. */
  readonly columns: readonly string[];
  readonly delimiter: string;
}

/** Reads the first line. */
export async function readCsvHead(file: string): Promise<CsvHead> {
  const handle = await open(file);
  try {
    const bytes = Buffer.alloc(HEAD_BYTES);
    const { bytesRead } = await handle.read(bytes, 0, HEAD_BYTES, 0);
    const [line] = bytes
      .toString("utf8", 0, bytesRead)
      .replace(/^\ufeff/, "")
      .split(/\r?\n/);
    const delimiter = [",", ";", "\t"]
      .map((separator) => ({ separator, columns: line.split(separator).length }))
      .sort((a, b) => b.columns - a.columns)[0].separator;
    const columns = line.split(delimiter).map((name) =>
      name
        .trim()
        .replace(/^"(.*)"$/, "$1")
        .trim(),
    );
    return { columns, delimiter };
  } finally {
    await handle.close();
  }
}

/**
 * The column that goes by one of these names, whatever their case; the first name that is there.
 */
export function columnNamed({ columns }: CsvHead, names: readonly string[]): string | undefined {
  const found = names.map((name) => columns.find((column) => column.toLowerCase() === name));
  return found.find((column) => column !== undefined);
}

/**
 * The rows below the head, each by the names of its columns, read as a stream.
 *
 * @throws MltlError `E_BAD_DATA` for a table that can't be read on, with its line
 */
export async function* readCsvRecords(
  file: string,
  { columns, delimiter }: CsvHead,
): AsyncGenerator<Record<string, string>, void, undefined> {
  const parser = parse({
    bom: true,
    columns: [...columns],
    delimiter,
    from: 2,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  });
  const input = createReadStream(file, { highWaterMark: 1 << 20 });
  input.once("error", (error) => parser.destroy(error));
  try {
    yield* input.pipe(parser);
  } catch (cause) {
    const { message } = cause as CsvError;
    throw new MltlError("E_BAD_DATA", `Cannot read the table ${file}: ${message}`, { cause });
  }
}
