/**
 * A table for people, fitted to the terminal.
 *
 * @module
 */
import Table from "cli-table3";
import stringWidth from "string-width";
import { printable } from "../printable.js";
import type { RecordWriter } from "./record-writer.js";
import type { Sink } from "./sink.js";

/** One column of a table. */
export interface TableColumn {
  name: string;
  align?: "left" | "right";
  /** Which end of a cell is cut when the terminal is too narrow. Default: the cell is kept whole. */
  cut?: "start" | "end";
}

/** What the table is printed on. */
export interface TableOptions {
  /** Columns of characters to fit into. Default: no limit. */
  width?: number;
  /** Whether the head is bold. Default: false. */
  colour?: boolean;
}

/** Rows held back to find the columns' widths. A longer table is printed in parts of this size. */
const rowsHeld = 1000;
const narrowest = 10;
const gap = "  ";

/**
 * Aligns rows under their columns' names. Rows are held until `close()`, a thousand at the most.
 *
 * @param toRows - the rows of a record, each with a cell for every column
 */
export function createTableWriter<T>(
  sink: Sink,
  columns: readonly TableColumn[],
  toRows: (record: T) => readonly (readonly string[])[],
  options: TableOptions = {},
): RecordWriter<T> {
  let held: string[][] = [];
  const flush = async () => {
    const rows = held;
    held = [];
    await sink.write(formatTable(columns, rows, options));
  };
  return {
    get readerGone() {
      return sink.readerGone;
    },
    async write(record) {
      for (const row of toRows(record)) held.push(row.map(printable));
      if (held.length >= rowsHeld) await flush();
    },
    async close() {
      if (held.length > 0) await flush();
      await sink.close();
    },
    discard: () => sink.discard(),
  };
}

/** Formats rows as one table that ends in a newline. Cells must be printable (no newlines). */
export function formatTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  options: TableOptions = {},
): string {
  const widths = fit(columns, rows, options.width);
  const table = new Table({
    head: columns.map((column) => column.name),
    colWidths: widths,
    colAligns: columns.map((column) => column.align ?? "left"),
    style: {
      "padding-left": 0,
      "padding-right": 0,
      head: options.colour ? ["bold"] : [],
      border: [],
      compact: true,
    },
    chars: {
      top: "",
      "top-mid": "",
      "top-left": "",
      "top-right": "",
      bottom: "",
      "bottom-mid": "",
      "bottom-left": "",
      "bottom-right": "",
      left: "",
      "left-mid": "",
      mid: "─",
      "mid-mid": "──",
      right: "",
      "right-mid": "",
      middle: gap,
    },
  });
  for (const row of rows) {
    table.push(
      row.map((cell, i) => (columns[i].cut === "start" ? cutStart(cell, widths[i]) : cell)),
    );
  }
  return `${table.toString().replace(/ +$/gm, "")}\n`;
}

/** Each column as wide as its widest cell; what is too much is taken from those that may be cut. */
function fit(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  limit: number | undefined,
): number[] {
  const widths = columns.map((column, i) =>
    Math.max(stringWidth(column.name), ...rows.map((row) => stringWidth(row[i])), 1),
  );
  if (limit === undefined) return widths;
  const total = () => widths.reduce((sum, width) => sum + width, gap.length * (widths.length - 1));
  const mayShrink = (i: number) => columns[i].cut !== undefined && widths[i] > narrowest;
  while (total() > limit) {
    const widest = widths.reduce(
      (best, width, i) => (mayShrink(i) && (best < 0 || width > widths[best]) ? i : best),
      -1,
    );
    if (widest < 0) break;
    widths[widest]--;
  }
  return widths;
}

function cutStart(cell: string, width: number): string {
  if (stringWidth(cell) <= width) return cell;
  const characters = [...cell];
  while (characters.length > 0 && stringWidth(characters.join("")) > width - 1) characters.shift();
  return `…${characters.join("")}`;
}
