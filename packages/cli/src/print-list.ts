/**
 * Short lists of things at hand, as a table for people or JSON for programs.
 *
 * @module
 */
import type { TableColumn } from "@mltl/core";
import { Option } from "commander";

export type ListFormat = "table" | "json";

/** A column and what stands in it. */
export interface ListColumn<T> extends TableColumn {
  value(item: T): string;
}

/** The `--format` option of commands that list. */
export function listFormatOption(): Option {
  return new Option("--format <name>", "how the list is printed")
    .choices(["table", "json"])
    .default("table");
}

/** Prints a list on standard output: JSON has every field, the table the columns given. */
export async function printList<T>(
  format: ListFormat,
  items: readonly T[],
  columns: readonly ListColumn<T>[],
): Promise<void> {
  if (format === "json") {
    process.stdout.write(`${JSON.stringify(items, undefined, 2)}\n`);
    return;
  }
  const { formatTable, printable, terminalOf } = await import("@mltl/core");
  const rows = items.map((item) => columns.map((column) => printable(column.value(item))));
  process.stdout.write(formatTable(columns, rows, terminalOf(process.stdout)));
}
