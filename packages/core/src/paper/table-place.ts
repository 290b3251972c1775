/**
 * Where a row and a column of a paper's table meet in its experiments.
 *
 * @module
 */
import type { PaperTable } from "./manifest.js";
import type { PaperExperiment } from "./open-paper.js";

/** The cells of an experiment that one figure is of, over its seeds. */
export interface TablePlace {
  readonly of: PaperExperiment;
  readonly plan: string;
  /** The parts of one whole; one that is undefined where the experiment names no data. */
  readonly data: readonly (string | undefined)[];
  readonly fraction: number;
  readonly split: string;
  readonly metric: string;
}

/** The place of a table's cell; undefined where the experiment has no such plan, data or fraction. */
export function placeOf(
  experiments: readonly PaperExperiment[],
  table: Pick<PaperTable, "experiment" | "metric">,
  row: PaperTable["rows"][number],
  column: PaperTable["columns"][number],
): TablePlace | undefined {
  const name = row.experiment ?? column.experiment ?? table.experiment;
  const of = experiments.find((one) => one.name === name);
  if (!of) return undefined;
  const { variants, fractions } = of.experiment;
  const plan = row.plan ?? row.name;
  const named = variants.some(({ data }) => data !== undefined);
  const data = named ? [column.data ?? column.name].flat() : [undefined];
  const { fraction, split, metric = table.metric } = column;
  const has = (wanted: string | undefined) =>
    variants.some((variant) => variant.plan === plan && variant.data === wanted);
  if (!fractions.includes(fraction) || !data.every(has)) return undefined;
  return { of, plan, data, fraction, split, metric };
}
