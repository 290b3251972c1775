/**
 * Going on with an output file after the process that wrote it was killed.
 *
 * @module
 */
import { createReadStream } from "node:fs";
import { truncate } from "node:fs/promises";
import { parse } from "csv-parse/sync";
import { MltlError } from "../../errors.js";

/** A line of an output file, as far as it has to be understood. */
export type WrittenRow = Readonly<Record<string, unknown>>;

/** What the file should be like. */
export interface ResumeOptions {
  format: "jsonl" | "csv";
  /** The field that names the input. Default: `path`. */
  key?: string;
  /** A CSV file's columns; another head is refused. */
  columns?: readonly string[];
  /**
   * Whether the last input's rows are all there. They are the only ones that may not be, as
   * inputs are written in order. Default: never, so that the last input is done again.
   */
  isWhole?: (rows: readonly WrittenRow[]) => boolean;
}

/** What was found in the file. */
export interface Resumed {
  /** The paths whose rows are all there, each with the `status` of its last row. */
  done: Map<string, string>;
  /** Whether the file, as it is now, has nothing in it: a CSV file's head is still to be written. */
  empty: boolean;
}

/** A whole line: where it ends in the file, in bytes, and what it holds. */
interface Line {
  end: number;
  row: WrittenRow;
}

/**
 * Reads which inputs are done, and cuts off what is not whole: a torn last line, and the rows of
 * the last input if some may be missing. A file that is not there counts as empty.
 *
 * @throws MltlError `E_BAD_DATA` if the file is not the output of such a command
 */
export async function resumeOutput(file: string, options: ResumeOptions): Promise<Resumed> {
  const done = new Map<string, string>();
  const finish = ({ path, rows }: { path: string; rows: WrittenRow[] }) =>
    done.set(path, String(rows[rows.length - 1].status ?? ""));
  let last: { path: string; start: number; rows: WrittenRow[] } | undefined;
  let end = 0;
  try {
    const { key = "path" } = options;
    const lines =
      options.format === "jsonl" ? jsonLines(file, key) : csvLines(file, options.columns);
    for await (const line of lines) {
      if (line.row[key] !== undefined) {
        const path = String(line.row[key]);
        if (last && last.path !== path) {
          finish(last);
          last = undefined;
        }
        last ??= { path, start: end, rows: [] };
        last.rows.push(line.row);
      }
      end = line.end;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { done, empty: true };
    throw error;
  }
  if (last && options.isWhole?.(last.rows)) finish(last);
  else if (last) end = last.start;
  await truncate(file, end);
  return { done, empty: end === 0 };
}

async function* jsonLines(file: string, key: string): AsyncGenerator<Line> {
  let end = 0;
  let number = 0;
  for await (const bytes of wholeLines(file, false)) {
    end += bytes.length;
    number++;
    const row = parseObject(bytes.toString("utf8"));
    if (typeof row?.[key] !== "string") {
      throw notOurs(file, `line ${number} is not one of its records`);
    }
    yield { end, row };
  }
}

async function* csvLines(
  file: string,
  columns: readonly string[] | undefined,
): AsyncGenerator<Line> {
  let end = 0;
  let head: string[] | undefined;
  for await (const bytes of wholeLines(file, true)) {
    end += bytes.length;
    const [cells = []]: string[][] = parse(bytes, { relax_quotes: true });
    if (head) {
      yield { end, row: Object.fromEntries(head.map((name, i) => [name, cells[i]])) };
      continue;
    }
    if (columns && columns.join("\n") !== cells.join("\n")) {
      throw notOurs(file, "its columns are not those that would be written");
    }
    head = cells;
    yield { end, row: {} };
  }
}

/**
 * The file's lines, each with its newline; a last one without is left out.
 *
 * @param quoted - a newline between double quotes does not end a line
 */
async function* wholeLines(file: string, quoted: boolean): AsyncGenerator<Buffer> {
  const newline = 10;
  const quote = 34;
  let rest: Buffer[] = [];
  let inQuotes = false;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let at = 0; at < chunk.length; at++) {
      if (quoted && chunk[at] === quote) inQuotes = !inQuotes;
      if (chunk[at] !== newline || inQuotes) continue;
      yield Buffer.concat([...rest, chunk.subarray(start, at + 1)]);
      rest = [];
      start = at + 1;
    }
    if (start < chunk.length) rest.push(chunk.subarray(start));
  }
}

function parseObject(text: string): WrittenRow | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as WrittenRow) : undefined;
  } catch {
    return undefined;
  }
}

function notOurs(file: string, why: string): MltlError {
  return new MltlError("E_BAD_DATA", `Cannot go on with ${file}: ${why}`, {
    hint: "name another file with --out, or leave --resume out to write this one anew",
  });
}
