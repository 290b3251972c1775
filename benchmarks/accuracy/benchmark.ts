/**
 * What a benchmark of accuracy gives.
 *
 * @module
 */
import { markdownTable } from "@mltl/core";

/** One benchmark, and how what it measured is shown. */
export interface AccuracyBenchmark<Report> {
  readonly name: string;
  /** @returns what to write into `results/accuracy-NAME.json`, unless `keep` is false */
  run(args: readonly string[]): Promise<{ readonly report: Report; readonly keep: boolean }>;
  /** For the README, Markdown. */
  short(report: Report): string;
  /** For docs/accuracy.md, Markdown. */
  long(report: Report): string;
}

/** One measured row. */
export interface AccuracyRow {
  model: string;
  /** Data set and split. */
  on: string;
  metric: string;
  /** Fraction. */
  value: number;
  /** What a reader has to know to compare. */
  note?: string;
}

/** A benchmark that is a list of rows, with the same table in both places. */
export function benchmarkOfRows(
  name: string,
  measure: () => Promise<AccuracyRow[]>,
): AccuracyBenchmark<{ readonly rows: readonly AccuracyRow[] }> {
  return {
    name,
    run: async () => ({ report: { rows: await measure() }, keep: true }),
    short: ({ rows }) => rowsTable(rows),
    long: ({ rows }) => rowsTable(rows),
  };
}

function rowsTable(rows: readonly AccuracyRow[]): string {
  return markdownTable(
    ["model", "data, split", "metric", "figure", "note"],
    rows.map(({ model, on, metric, value, note = "" }) => [
      ...[model, on, metric, `${(100 * value).toFixed(1)} %`, note],
    ]),
  );
}
