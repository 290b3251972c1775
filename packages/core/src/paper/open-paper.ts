/**
 * A paper with its experiments read: what a report is made of, and what is run for it.
 *
 * @module
 */
import path from "node:path";
import { MltlError } from "../errors.js";
import { type Experiment, readExperiment } from "../experiment/experiment.js";
import { didYouMean } from "../nearest-name.js";
import { type PaperFigure, type PaperManifest, type PaperTable, readPaper } from "./manifest.js";
import { placeOf } from "./table-place.js";

/** An experiment of a paper. */
export interface PaperExperiment {
  /** As the paper's tables call it. */
  readonly name: string;
  /** As it was given, relative to where one stands. */
  readonly file: string;
  readonly experiment: Experiment;
}

/** What is reported, of which experiments. */
export interface Paper extends Partial<Pick<PaperManifest, "system" | "citation" | "claim">> {
  readonly title: string;
  /** Whether its experiments are the small ones. */
  readonly quick: boolean;
  readonly experiments: readonly PaperExperiment[];
  readonly tables: readonly PaperTable[];
  readonly figures: readonly PaperFigure[];
}

/**
 * Reads a paper's manifest and its experiments.
 *
 * @param quick - the small experiments; tables and figures keep what these have
 * @throws MltlError `E_BAD_PLAN` naming what tables name and no experiment has, `E_NOT_FOUND`
 */
export async function openPaper(file: string, { quick = false } = {}): Promise<Paper> {
  const manifest = await readPaper(file);
  const { system, title, citation, claim } = manifest;
  const chosen = manifest.experiments.flatMap((one) => {
    const named = quick ? one.quick : one.file;
    return named === undefined
      ? []
      : [{ name: one.name, file: path.join(path.dirname(file), named) }];
  });
  if (chosen.length === 0) {
    throw new MltlError(
      "E_BAD_PLAN",
      `Expected experiments with a 'quick' in ${file}, received none`,
    );
  }
  const experiments = await Promise.all(
    chosen.map(async (one) => ({ ...one, experiment: await readExperiment(one.file) })),
  );
  const paper = { system, title, citation, claim, quick, experiments };
  if (quick) return { ...paper, ...smaller(manifest, experiments) };
  for (const table of manifest.tables) requireNames(file, table, experiments);
  for (const figure of manifest.figures) requirePlans(file, figure, experiments);
  return { ...paper, tables: manifest.tables, figures: manifest.figures };
}

/** The figures that tables and charts show, by name. */
export function metricsOf({ tables, figures }: Pick<Paper, "tables" | "figures">): string[] {
  const named = [
    ...tables.flatMap(({ metric, columns }) => [metric, ...columns.map((one) => one.metric)]),
    ...figures.flatMap(({ panels }) => panels.map(({ metric }) => metric)),
  ];
  return [...new Set(named.flatMap((name) => name ?? []))];
}

/** Tables and figures without what the small experiments lack. */
function smaller(
  { tables, figures }: PaperManifest,
  experiments: readonly PaperExperiment[],
): Pick<Paper, "tables" | "figures"> {
  const names = new Set(experiments.map(({ name }) => name));
  return {
    tables: tables.map(withPartsOf(experiments)).flatMap((table): PaperTable[] => {
      const has = (row: PaperTable["rows"][number], column: PaperTable["columns"][number]) =>
        placeOf(experiments, table, row, column) !== undefined;
      const rows = table.rows.filter((row) => table.columns.some((column) => has(row, column)));
      const columns = table.columns.filter((column) => rows.some((row) => has(row, column)));
      const kept = (items: readonly { name: string }[], name?: string) =>
        name === undefined || items.some((item) => item.name === name);
      const comparisons = table.comparisons.filter(
        ({ first, second }) => kept(rows, first) && kept(rows, second),
      );
      const published = table.published.filter(
        ({ row, column }) => kept(rows, row) && kept(columns, column),
      );
      return rows.length === 0 ? [] : [{ ...table, rows, columns, comparisons, published }];
    }),
    figures: figures.flatMap((figure): PaperFigure[] => {
      if (figure.kind === "curve") {
        const panels = figure.panels.filter(({ experiment }) => names.has(experiment));
        return panels.length === 0 ? [] : [{ ...figure, panels }];
      }
      const panels = figure.panels.filter(({ experiment }) => names.has(experiment));
      return panels.length === 0 ? [] : [{ ...figure, panels }];
    }),
  };
}

/** Of a whole that is made of parts, those that some experiment has. */
function withPartsOf(experiments: readonly PaperExperiment[]) {
  const known = new Set(
    experiments.flatMap(({ experiment }) => experiment.variants.map(({ data }) => data)),
  );
  return (table: PaperTable): PaperTable => ({
    ...table,
    columns: table.columns.map((column) => {
      if (!Array.isArray(column.data)) return column;
      const parts = column.data.filter((part) => known.has(part));
      return parts.length > 0 ? { ...column, data: parts } : column;
    }),
  });
}

function requireNames(
  file: string,
  table: PaperTable,
  experiments: readonly PaperExperiment[],
): void {
  const { name, rows, columns } = table;
  const plans = experiments.flatMap(({ experiment }) => experiment.variants);
  for (const row of rows) {
    if (columns.some((column) => placeOf(experiments, table, row, column))) continue;
    throw unknown(
      `${file}: row '${row.name}' of table '${name}'`,
      "a plan of its experiment",
      row.plan ?? row.name,
      [...new Set(plans.map(({ plan }) => plan))],
    );
  }
  for (const column of columns) {
    if (rows.some((row) => placeOf(experiments, table, row, column))) continue;
    throw unknown(
      `${file}: column '${column.name}' of table '${name}'`,
      "data and a fraction of its experiment",
      [column.data ?? column.name].flat().join(", "),
      [...new Set(plans.flatMap(({ data }) => data ?? []))],
    );
  }
}

function requirePlans(
  file: string,
  figure: PaperFigure,
  experiments: readonly PaperExperiment[],
): void {
  const panels: readonly {
    title: string;
    experiment: string;
    data?: string;
    plans?: string[];
    series?: { plans: string[] }[];
  }[] = figure.panels;
  for (const { title, experiment, data, plans = [], series = [] } of panels) {
    const found = experiments.find(({ name }) => name === experiment);
    const { variants } = (found as PaperExperiment).experiment;
    const place = `${file}: panel '${title}' of figure '${figure.title}'`;
    const known = [...new Set(variants.map(({ plan }) => plan))];
    for (const plan of [...plans, ...series.flatMap((one) => one.plans)]) {
      if (!known.includes(plan)) throw unknown(place, "plans of its experiment", plan, known);
    }
    const choices = [...new Set(variants.map((variant) => variant.data))];
    if (!choices.includes(data)) {
      const names = choices.flatMap((choice) => choice ?? []);
      throw unknown(place, "data of its experiment", data ?? "none", names);
    }
  }
}

function unknown(place: string, expected: string, received: string, known: readonly string[]) {
  const names = known.length > 0 ? known.join(", ") : "none";
  return new MltlError(
    "E_BAD_PLAN",
    `${place}: expected ${expected}, received '${received}'${didYouMean(received, known) || `. There are: ${names}`}`,
    { hint: "docs/paper-manifests.md says how rows, columns and panels find their cells." },
  );
}
