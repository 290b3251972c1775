/**
 * One table of a report: our figures, what is published, comparisons and verdicts.
 *
 * @module
 */
import { bootstrapCounts } from "../metrics/bootstrap.js";
import { crossedRows } from "../metrics/crossed-rows.js";
import { holmAdjust } from "../metrics/holm.js";
import { type MeanDeviation, meanDeviation } from "../metrics/mean-deviation.js";
import { approximateRandomization } from "../metrics/paired-tests.js";
import { type Bounds, seedInterval } from "../metrics/seed-interval.js";
import type { PaperTable, PublishedFigure, VerdictRule } from "./manifest.js";
import type { Paper } from "./open-paper.js";
import type { ResultBook } from "./result-book.js";
import { itemsOf, type PlaceItems, type PlaceScores, scoresOf } from "./seed-scores.js";
import { placeOf } from "./table-place.js";
import { type PublishedVerdict, publishedVerdict, type Verdict, verdictOf } from "./verdict.js";

/** Our figure of a row in a column. */
export interface FigureReport extends Partial<MeanDeviation> {
  readonly row: string;
  readonly column: string;
  /** `unplanned`: no experiment has such a cell. */
  readonly status: "done" | "partial" | "missing" | "unplanned";
  /** Seeds of its experiment. */
  readonly planned: number;
  /** By seed, fractions. */
  readonly scores: Readonly<Record<string, number>>;
  readonly overSeeds?: Bounds;
  readonly overItems?: Bounds;
  /** Names of the cells that aren't there. */
  readonly missing: readonly string[];
  /** Results of an earlier plan, data or version among them. */
  readonly outdated: number;
}

/** The first row less the second, in one column. */
export interface ComparisonReport {
  readonly first: string;
  readonly second: string;
  readonly column: string;
  /** Mean over the seeds that both have. */
  readonly difference?: number;
  readonly sd?: number | null;
  readonly seeds: number;
  readonly overSeeds?: Bounds;
  readonly overItems?: Bounds;
  /** Of paired approximate randomization over test units, and after Holm over the table. */
  readonly p?: number;
  readonly adjustedP?: number;
  readonly verdict: Verdict;
}

export interface PublishedReport extends PublishedFigure {
  /** Where it stands beside ours: our mean less the published value. */
  readonly difference?: number;
  readonly verdict?: PublishedVerdict;
}

export interface ColumnReport {
  readonly name: string;
  readonly title: string;
  readonly split: string;
  readonly metric: string;
  /** Of the target's training data. */
  readonly fraction: number;
  /** How many parts, such as folds, the figures are the mean of, where there are several. */
  readonly parts?: number;
  /** What the test is made of, where answers are kept: documents or persons, or single items. */
  readonly units?: { readonly of: "groups" | "items"; readonly count: number };
}

export interface TableReport
  extends Pick<PaperTable, "name" | "title" | "protocol" | "data" | "metric"> {
  readonly rule: VerdictRule;
  readonly rows: readonly { readonly name: string; readonly title: string }[];
  readonly columns: readonly ColumnReport[];
  /** Row by row, each with every column. */
  readonly figures: readonly FigureReport[];
  readonly comparisons: readonly ComparisonReport[];
  readonly published: readonly PublishedReport[];
}

/** Shuffles of a test, resamples of an interval. */
const SHUFFLES = 5000;
const RESAMPLES = 2000;

/** Makes a table of what is there. The same results give the same table. */
export function tableReport(
  { experiments }: Pick<Paper, "experiments">,
  table: PaperTable,
  book: ResultBook,
): TableReport {
  const { name, title, protocol, data, metric, rule } = table;
  const places = new Map<string, PlaceScores>();
  for (const row of table.rows) {
    for (const column of table.columns) {
      const place = placeOf(experiments, table, row, column);
      if (place) places.set(`${row.name}\n${column.name}`, scoresOf(book, place));
    }
  }
  const at = (row: string, column: string) => places.get(`${row}\n${column}`);
  const figures = table.rows.flatMap((row) =>
    table.columns.map((column) => figureReport(row.name, column.name, at, rule)),
  );
  const columns = table.columns.map((column): ColumnReport => {
    const filled = table.rows.map((row) => at(row.name, column.name));
    const items = filled
      .map((scores) => scores && itemsOf(scores.place, scores.seeds))
      .find((one) => one !== undefined);
    const { split, fraction, data: parts } = column;
    return {
      ...{ name: column.name, title: column.title ?? column.name, split, fraction },
      metric: column.metric ?? metric,
      ...(Array.isArray(parts) && { parts: parts.length }),
      ...(items && { units: { of: items.units, count: items.count } }),
    };
  });
  return {
    ...{ name, title, protocol, data, metric, rule, columns, figures },
    rows: table.rows.map((row) => ({ name: row.name, title: row.title ?? row.name })),
    comparisons: comparisonReports(table, at),
    published: table.published.map((one) => publishedReport(one, figures, rule)),
  };
}

type PlaceAt = (row: string, column: string) => PlaceScores | undefined;

function figureReport(row: string, column: string, at: PlaceAt, rule: VerdictRule): FigureReport {
  const found = at(row, column);
  if (!found) {
    const nothing = { planned: 0, scores: {}, missing: [], outdated: 0 };
    return { row, column, status: "unplanned", ...nothing };
  }
  const { seeds, missing, outdated, place } = found;
  const scores = seeds.map(({ score }) => score);
  const items = itemsOf(place, seeds);
  const complete = missing.length === 0 ? "done" : "partial";
  return {
    ...{ row, column, outdated, status: seeds.length === 0 ? "missing" : complete },
    planned: found.planned,
    ...(scores.length > 0 && meanDeviation(scores)),
    scores: Object.fromEntries(seeds.map(({ seed, score }) => [seed, score])),
    ...boundsOf(scores, items && [items], rule),
    missing: missing.map(({ id }) => id),
  };
}

/** Intervals over seeds and over items; of one place, or of the difference of two. */
function boundsOf(
  scores: readonly number[],
  items: readonly PlaceItems[] | undefined,
  { level }: VerdictRule,
): { overSeeds?: Bounds; overItems?: Bounds } {
  const overSeeds = scores.length > 0 ? seedInterval(scores, level) : undefined;
  if (!items) return { ...(overSeeds && { overSeeds }) };
  const crossed = items.map(({ groups, score }) => crossedRows(groups, score));
  const [first, second] = crossed;
  const width = first.rows[0].length;
  const rows = second ? first.rows.map((row, i) => [...row, ...second.rows[i]]) : first.rows;
  const { lower, upper } = bootstrapCounts(
    rows,
    (totals) =>
      first.statistic(totals.subarray(0, width)) -
      (second ? second.statistic(totals.subarray(width)) : 0),
    { level, resamples: RESAMPLES },
  );
  return { ...(overSeeds && { overSeeds }), overItems: { lower, upper } };
}

function comparisonReports(table: PaperTable, at: PlaceAt): ComparisonReport[] {
  const drafts = table.comparisons.flatMap(({ first, second, columns }) =>
    table.columns.flatMap(({ name }) => {
      const [a, b] = [at(first, name), at(second, name)];
      const wanted = columns === undefined || columns.includes(name);
      return wanted && a && b ? [compare(a, b, { first, second, column: name }, table.rule)] : [];
    }),
  );
  const tested = drafts.filter(({ p }) => p !== undefined);
  const adjusted = holmAdjust(tested.map(({ p }) => p as number));
  return drafts.map((draft) => {
    const adjustedP = draft.p === undefined ? undefined : adjusted[tested.indexOf(draft)];
    const { difference } = draft;
    const evidence = difference === undefined ? undefined : { ...draft, difference, adjustedP };
    return {
      ...draft,
      ...(adjustedP !== undefined && { adjustedP }),
      verdict: verdictOf(evidence, table.rule),
    };
  });
}

function compare(
  a: PlaceScores,
  b: PlaceScores,
  names: Pick<ComparisonReport, "first" | "second" | "column">,
  rule: VerdictRule,
): Omit<ComparisonReport, "verdict"> {
  const pairs = a.seeds.flatMap((one) => {
    const other = b.seeds.find(({ seed }) => seed === one.seed);
    return other ? [[one, other] as const] : [];
  });
  if (pairs.length === 0) return { ...names, seeds: 0 };
  const differences = pairs.map(([one, other]) => one.score - other.score);
  const { mean, sd } = meanDeviation(differences);
  const [itemsA, itemsB] = [
    itemsOf(
      a.place,
      pairs.map(([one]) => one),
    ),
    itemsOf(
      b.place,
      pairs.map(([, other]) => other),
    ),
  ];
  const same = itemsA && itemsB && itemsA.gold.join() === itemsB.gold.join();
  return {
    ...names,
    ...{ difference: mean, sd, seeds: pairs.length },
    ...boundsOf(differences, same ? [itemsA, itemsB] : undefined, rule),
    ...(same && { p: randomizedP(itemsA, itemsB) }),
  };
}

/** Swaps a unit's answers in all seeds at once: seeds are paired, and no units of their own. */
function randomizedP(a: PlaceItems, b: PlaceItems): number {
  const [first, second] = [crossedRows(a.groups, a.score), crossedRows(b.groups, b.score)];
  const options = { resamples: SHUFFLES };
  return approximateRandomization(first.rows, second.rows, first.statistic, options).p;
}

function publishedReport(
  published: PublishedFigure,
  figures: readonly FigureReport[],
  rule: VerdictRule,
): PublishedReport {
  const { row, column, value } = published;
  if (row === undefined) return published;
  const ours = figures.find((figure) => figure.row === row && figure.column === column);
  const { mean, n = 0, overSeeds } = ours ?? {};
  return {
    ...published,
    ...(mean !== undefined && value !== undefined && { difference: mean - value }),
    verdict: publishedVerdict(value, { n, overSeeds }, rule),
  };
}
