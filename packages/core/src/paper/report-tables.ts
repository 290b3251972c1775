/**
 * The tables of a report in words, for Markdown, pages and terminals alike.
 *
 * @module
 */
import { duration } from "../io/duration.js";
import type { Bounds } from "../metrics/seed-interval.js";
import type { ChartReport, PanelReport } from "./figure-report.js";
import type { CostReport, MissingReport, PaperReport } from "./report.js";
import type { ColumnReport, FigureReport, TableReport } from "./table-report.js";

/** A table in words. */
export interface WordTable {
  readonly head: readonly string[];
  /** Of each column, whether it holds numbers. */
  readonly numeric: readonly boolean[];
  readonly rows: readonly (readonly string[])[];
}

const NONE = "–";

/** Means of rows in columns: what is seen at a glance. */
export function meansTable({ rows, columns, figures, metric }: TableReport): WordTable {
  const alike = columns.every((column) => column.metric === metric);
  return {
    head: ["", ...columns.map(({ title, metric: own }) => (alike ? title : `${title}, ${own}`))],
    numeric: [false, ...columns.map(() => true)],
    rows: rows.map((row) => [
      row.title,
      ...columns.map((column) => shortFigure(figureOf(figures, row.name, column.name))),
    ]),
  };
}

function shortFigure(figure: FigureReport): string {
  const { status, mean, sd, n, planned, outdated } = figure;
  if (status === "unplanned") return NONE;
  if (mean === undefined) return "missing";
  const spread = sd === null || sd === undefined ? "" : ` ± ${percent(sd)}`;
  const some = status === "partial" ? ` of ${planned}` : "";
  return `${percent(mean)}${spread} (${n}${some}${outdated > 0 ? ", outdated" : ""})`;
}

/** Every figure with its spread, intervals and what is published. */
export function figuresTable(table: TableReport): WordTable {
  const { rows, columns, figures, published } = table;
  const percentOf = 100 * table.rule.level;
  const beside = published.some(({ row }) => row !== undefined);
  return {
    head: [
      ...["", "on", "mean", "sd", "n"],
      ...[`${percentOf} % over seeds`, `${percentOf} % over test items`],
      ...(beside ? ["published", "ours − published", "verdict"] : []),
    ],
    numeric: [
      false,
      false,
      ...new Array<boolean>(5).fill(true),
      ...(beside ? [true, true, false] : []),
    ],
    rows: columns.flatMap((column) =>
      rows.flatMap((row) => {
        const figure = figureOf(figures, row.name, column.name);
        if (figure.status === "unplanned") return [];
        const { mean, sd, n = 0, overSeeds, overItems } = figure;
        const known = published.find((one) => one.row === row.name && one.column === column.name);
        return [
          [
            ...[row.title, column.title, mean === undefined ? "missing" : percent(mean)],
            ...[sd === null || sd === undefined ? NONE : percent(sd), String(n)],
            ...[bounds(overSeeds), bounds(overItems)],
            ...(beside
              ? [
                  known ? publishedValue(known) : NONE,
                  known?.difference === undefined ? NONE : points(known.difference),
                  known?.verdict ?? NONE,
                ]
              : []),
          ],
        ];
      }),
    ),
  };
}

/** Rows against each other. */
export function comparisonsTable(table: TableReport): WordTable {
  const title = (name: string) => table.rows.find((row) => row.name === name)?.title ?? name;
  const columnTitle = (name: string) =>
    table.columns.find((column) => column.name === name)?.title ?? name;
  const percentOf = 100 * table.rule.level;
  return {
    head: [
      ...["first − second", "on", "first is", "difference"],
      ...[`${percentOf} % over seeds`, `${percentOf} % over test items`],
      ...["p", "p (Holm)", "n"],
    ],
    numeric: [false, false, false, ...new Array<boolean>(6).fill(true)],
    rows: table.comparisons.map((one) => [
      ...[`${title(one.first)} − ${title(one.second)}`, columnTitle(one.column), one.verdict],
      one.difference === undefined ? "missing" : points(one.difference),
      ...[bounds(one.overSeeds, points), bounds(one.overItems, points)],
      ...[probability(one.p), probability(one.adjustedP), String(one.seeds)],
    ]),
  };
}

/** What is published and stands beside none of our figures. */
export function publishedTable({ published, columns }: TableReport): WordTable {
  const title = (name?: string) => columns.find((column) => column.name === name)?.title ?? NONE;
  return {
    head: ["published", "on", "figure", "known how", "where", "note"],
    numeric: [false, false, true, false, false, false],
    rows: published
      .filter(({ row }) => row === undefined)
      .map((one) => [
        ...[one.title ?? "", title(one.column), publishedValue(one), one.mark, one.where],
        one.note ?? "",
      ]),
  };
}

function publishedValue(one: TableReport["published"][number]): string {
  if (one.value === undefined) return "unknown";
  const spread = one.sd === undefined ? "" : ` ± ${percent(one.sd)}`;
  return `${percent(one.value)}${spread}${one.n === undefined ? "" : ` (${one.n})`}`;
}

/** The points of a panel: a row for each line. */
export function panelTable({ kind }: ChartReport, { series }: PanelReport): WordTable {
  const places = [...new Set(series.flatMap(({ points: all }) => all.map(({ x }) => x)))];
  places.sort((a, b) => a - b);
  return {
    head: [
      kind === "curve" ? "labels" : "blocks taken over",
      ...places.map((x) => xWords(kind, x)),
    ],
    numeric: [false, ...places.map(() => true)],
    rows: series.map(({ name, points: all }) => [
      name,
      ...places.map((x) => {
        const point = all.find((one) => one.x === x);
        if (point?.mean === undefined) return point ? "missing" : NONE;
        const spread = point.sd === null ? "" : ` ± ${percent(point.sd as number)}`;
        return `${percent(point.mean)}${spread} (${point.n})`;
      }),
    ]),
  };
}

/** A place on a chart's horizontal axis. */
export function xWords(kind: ChartReport["kind"], x: number): string {
  return kind === "curve" ? `${Number((100 * x).toPrecision(3))} %` : String(x);
}

/** What each kind of cell costs. */
export function costsTable(costs: readonly CostReport[]): WordTable {
  return {
    head: ["experiment", "cell", "n", "CPU time", "most memory", "parameters", "learned", "plan"],
    numeric: [false, false, true, true, true, true, true, false],
    rows: costs.map((cost) => [
      ...[cost.experiment, cellName(cost), String(cost.seeds), duration(cost.cpuSeconds)],
      `${(cost.peakMemory / 2 ** 20).toFixed(0)} MiB`,
      cost.parameters.toLocaleString("en"),
      cost.learned === undefined ? NONE : cost.learned.toLocaleString("en"),
      cost.planHash.slice(0, 12),
    ]),
  };
}

/** What isn't there, and how it comes. */
export function missingTable(missing: readonly MissingReport[]): WordTable {
  return {
    head: ["experiment", "cell", "seeds", "command"],
    numeric: [false, false, false, false],
    rows: missing.map((one) => [
      ...[one.experiment, cellName(one), one.seeds.join(", "), one.command],
    ]),
  };
}

function cellName({
  plan,
  data,
  fraction,
}: Pick<CostReport, "plan" | "data" | "fraction">): string {
  const share = fraction === 1 ? undefined : `${100 * fraction} %`;
  return [plan, data, share].filter((part) => part !== undefined).join(", ");
}

/** Where the figures come from. */
export function sourceFacts({ sources }: PaperReport): [name: string, words: string][] {
  const { results, outdated, machines, engines, nodes, commits, data } = sources;
  const old = outdated === 0 ? "" : `, ${outdated} of them of an earlier plan, data or version`;
  const list = (words: readonly string[]) => (words.length > 0 ? words.join("; ") : "none");
  return [
    ["trainings", `${results}${old}`],
    ["machine", list(machines)],
    ["engine", list(engines)],
    ["Node", list(nodes)],
    ["commit", list(commits.map((commit) => commit.replace(/^([0-9a-f]{12})[0-9a-f]+/, "$1")))],
    ["data", list(Object.entries(data).map(([name, hash]) => `${name} ${hash.slice(0, 12)}`))],
  ];
}

/** What a table's figures are of. */
export function columnWords({ columns }: TableReport): string {
  return columns
    .map(({ title, split, metric, fraction, parts, units }) => {
      const share = fraction === 1 ? "" : `, ${100 * fraction} % of the labels`;
      const of = units && `, ${units.count} ${units.of === "groups" ? "groups" : "items"}`;
      const mean =
        parts === undefined ? "" : `, ${parts === 1 ? "one part" : `mean of ${parts} parts`}`;
      return `${title}: ${metric} on ${split}${share}${mean}${of ?? ""}`;
    })
    .join("; ");
}

/** When a comparison is decided. */
export function ruleWords({ rule, comparisons }: TableReport): string {
  return `A row is better or worse only where both ${100 * rule.level} % intervals of the difference leave 0 and p is below ${rule.alpha} after Holm's correction over the table's ${comparisons.length} comparisons, with ${rule.seeds} seeds or more. Over seeds: paired t. Over test items: bootstrap, and paired approximate randomization for p, of groups (persons, documents) where these are known.`;
}

function figureOf(figures: readonly FigureReport[], row: string, column: ColumnReport["name"]) {
  return figures.find((one) => one.row === row && one.column === column) as FigureReport;
}

function bounds(ends: Bounds | undefined, words: (value: number) => string = percent): string {
  return ends ? `${words(ends.lower)} to ${words(ends.upper)}` : NONE;
}

function probability(p: number | undefined): string {
  if (p === undefined) return NONE;
  return p < 0.0001 ? "< 0.0001" : p.toFixed(4);
}

function percent(fraction: number): string {
  return (100 * fraction).toFixed(2);
}

/** A difference in percentage points. */
function points(difference: number): string {
  const words = percent(Math.abs(difference));
  if (Number(words) === 0) return words;
  return `${difference < 0 ? "−" : "+"}${words}`;
}
