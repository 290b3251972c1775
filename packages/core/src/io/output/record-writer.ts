/**
 * Writers of records: each takes them one by one and holds none longer than it must.
 *
 * @module
 */
import { stringify } from "csv-stringify/sync";
import type { Sink } from "./sink.js";

/** Takes records, in order, and writes each in one format. */
export interface RecordWriter<T> {
  /** Resolves when the next may come. After the reader has gone, does nothing. */
  write(record: T): Promise<void>;
  /** Writes what is still held and finishes the output. */
  close(): Promise<void>;
  /** Gives up after an error: a file that was to appear when done does not. */
  discard(): Promise<void>;
  /** Whether the reader has gone (`| head`), so that no more need be made. */
  readonly readerGone: boolean;
}

/** One value of a CSV row; `undefined` and `null` leave the cell empty. */
export type CsvValue = string | number | boolean | null | undefined;

/** One JSON object a line. */
export function createJsonlWriter<T>(sink: Sink): RecordWriter<T> {
  return passingThrough(sink, (record) => `${JSON.stringify(record)}\n`);
}

/** One JSON array, an element a line; valid when there are none. */
export function createJsonWriter<T>(sink: Sink): RecordWriter<T> {
  let count = 0;
  const writer = passingThrough<T>(
    sink,
    (record) => `${count++ === 0 ? "[\n" : ",\n"}${JSON.stringify(record)}`,
  );
  return {
    ...writer,
    get readerGone() {
      return sink.readerGone;
    },
    async close() {
      await sink.write(count === 0 ? "[]\n" : "\n]\n");
      await sink.close();
    },
  };
}

/** How a CSV file is begun. */
export interface CsvOptions {
  /** Whether the first line names the columns. Default: true; false goes on with a file. */
  header?: boolean;
}

/**
 * Comma-separated values as RFC 4180 has them, lines ended by a newline alone. All rows of one
 * record are written at once.
 *
 * @param toRows - the rows of a record, each with a value for every column
 */
export function createCsvWriter<T>(
  sink: Sink,
  columns: readonly string[],
  toRows: (record: T) => readonly (readonly CsvValue[])[],
  options: CsvOptions = {},
): RecordWriter<T> {
  let head = options.header === false ? "" : stringify([[...columns]]);
  const takeHead = () => {
    const text = head;
    head = "";
    return text;
  };
  const writer = passingThrough<T>(
    sink,
    (record) =>
      takeHead() +
      stringify(
        toRows(record).map((row) => [...row]),
        csvStyle,
      ),
  );
  return {
    ...writer,
    get readerGone() {
      return sink.readerGone;
    },
    async close() {
      const text = takeHead();
      if (text !== "") await sink.write(text);
      await sink.close();
    },
  };
}

const csvStyle = {
  cast: { boolean: (value: boolean) => String(value) },
  quoted_match: /^\s|\s$|\r/,
};

function passingThrough<T>(sink: Sink, toText: (record: T) => string): RecordWriter<T> {
  return {
    get readerGone() {
      return sink.readerGone;
    },
    write: (record) => (sink.readerGone ? Promise.resolve() : sink.write(toText(record))),
    close: () => sink.close(),
    discard: () => sink.discard(),
  };
}
