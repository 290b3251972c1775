/**
 * How figures and paths of a training are written for people.
 *
 * @module
 */
import {
  formatTable,
  type MeanDeviation,
  type Metrics,
  type TableColumn,
  type TableOptions,
} from "@mltl/core";

/** A column of numbers. */
export const numberColumn = (name: string): TableColumn => ({ name, align: "right" });

/** `92.9 %` */
export function percent(value: number): string {
  return `${(100 * value).toFixed(1)} %`;
}

/** `1,234` */
export function count(value: number): string {
  return value.toLocaleString("en");
}

/** A word as a shell reads it. */
export function quoted(word: string): string {
  return /^[\w./@%+=:,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** What folds came to. */
export interface FoldFigures {
  /** By fold, in order; `size` is what was tested. */
  readonly folds: readonly { readonly size: number; readonly figures: Metrics }[];
  /** Mean and sample standard deviation over the folds. */
  readonly mean: Readonly<Record<string, MeanDeviation>>;
  /** Of all that was tested. */
  readonly together: { readonly size: number; readonly figures: Metrics };
}

/**
 * Each fold, their mean and deviation, and all that they tested together.
 *
 * @param unit - what is tested, such as `faces`
 * @param names - figures that are shown, and what they are called
 */
export function foldTable(
  { folds, mean, together }: FoldFigures,
  unit: string,
  names: readonly (readonly [string, string])[],
  options: TableOptions = {},
): string {
  const shown = names.filter(([name]) => name in together.figures);
  const columns = [
    { name: "fold" },
    numberColumn(unit),
    ...shown.map(([, name]) => numberColumn(name)),
  ];
  const row = (name: string, { size, figures }: FoldFigures["together"]) => [
    name,
    count(size),
    ...shown.map(([figure]) => percent(figures[figure])),
  ];
  const rows = folds.map((fold, i) => row(String(i + 1), fold));
  rows.push([
    "mean ± sd",
    "",
    ...shown.map(([name]) => {
      const { mean: middle, sd } = mean[name];
      return `${(100 * middle).toFixed(1)} ± ${(100 * (sd ?? 0)).toFixed(1)} %`;
    }),
  ]);
  rows.push(row("all together", together));
  return formatTable(columns, rows, options);
}
