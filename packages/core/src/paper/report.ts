/**
 * A report, as data: everything that its Markdown and its page show, from results alone.
 *
 * @module
 */

import { type ChartReport, chartReport } from "./figure-report.js";
import type { KeptResult } from "./kept-result.js";
import type { Paper } from "./open-paper.js";
import type { ResultBook } from "./result-book.js";
import { type TableReport, tableReport } from "./table-report.js";

/** What cells of one kind cost, over their seeds. */
export interface CostReport {
  readonly experiment: string;
  readonly plan: string;
  readonly data?: string;
  readonly fraction: number;
  readonly seeds: number;
  /** Processor time of all levels, shared ones included; the mean. */
  readonly cpuSeconds: number;
  /** Bytes, the most. */
  readonly peakMemory: number;
  /** Of the last level's network, and of these learned in its stages. */
  readonly parameters: number;
  readonly learned?: number;
  readonly planHash: string;
}

/** Cells of one kind that aren't there, and how to fill them. */
export interface MissingReport {
  readonly experiment: string;
  readonly plan: string;
  readonly data?: string;
  readonly fraction: number;
  readonly seeds: readonly number[];
  /** Of `mltl`. */
  readonly command: string;
}

/** Where figures come from. */
export interface SourceReport {
  readonly results: number;
  /** Of an earlier plan, data or version. */
  readonly outdated: number;
  readonly machines: readonly string[];
  readonly engines: readonly string[];
  readonly nodes: readonly string[];
  readonly commits: readonly string[];
  /** SHA-256 by data set. */
  readonly data: Readonly<Record<string, string>>;
}

export interface PaperReport extends Pick<Paper, "system" | "title" | "citation" | "claim"> {
  readonly schema: "mltl.report/1";
  /** Whether it is of small slices, and says nothing of the claim. */
  readonly quick: boolean;
  readonly tables: readonly TableReport[];
  readonly charts: readonly ChartReport[];
  readonly missing: readonly MissingReport[];
  readonly costs: readonly CostReport[];
  readonly sources: SourceReport;
}

/** Makes the report of what is there. No engine is needed, but the tasks have to be registered. */
export function paperReport(paper: Paper, book: ResultBook): PaperReport {
  const { system, title, citation, claim, quick } = paper;
  return {
    schema: "mltl.report/1",
    ...(system !== undefined && { system }),
    ...{ title, citation, claim, quick },
    tables: paper.tables.map((table) => tableReport(paper, table, book)),
    charts: paper.figures.map((figure) => chartReport(paper, figure, book)),
    missing: missingReports(book),
    costs: costReports(book.all().map(({ result }) => result)),
    sources: sourceReport(book),
  };
}

function kindOf({
  experiment,
  plan,
  data,
  fraction,
}: Pick<KeptResult, "experiment" | "plan" | "data" | "fraction">): string {
  return JSON.stringify([experiment, plan, data, fraction]);
}

function missingReports(book: ResultBook): MissingReport[] {
  const reports = new Map<string, MissingReport>();
  for (const one of book.experiments) {
    const { of, cells } = one;
    for (const cell of cells) {
      const booked = book.get(one, cell.id);
      if (booked && !booked.outdated) continue;
      const { plan, data, fraction, seed } = cell;
      const experiment = of.experiment.name;
      const kind = kindOf({ experiment, ...cell });
      const only = cell.id.replace(/seed=\d+$/, "*");
      const report = reports.get(kind) ?? {
        ...{ experiment, plan, ...(data !== undefined && { data }), fraction, seeds: [] },
        command: `mltl bench run ${of.file} --only '${only}'`,
      };
      reports.set(kind, { ...report, seeds: [...report.seeds, seed] });
    }
  }
  return [...reports.values()];
}

function costReports(results: readonly KeptResult[]): CostReport[] {
  const groups = new Map<string, KeptResult[]>();
  for (const result of results) {
    const kind = kindOf(result);
    groups.set(kind, [...(groups.get(kind) ?? []), result]);
  }
  return [...groups.values()].map((group): CostReport => {
    const [{ experiment, plan, data, fraction, parameters, learned, planHash }] = group;
    return {
      ...{ experiment, plan, ...(data !== undefined && { data }), fraction, seeds: group.length },
      cpuSeconds: group.reduce((sum, { cost }) => sum + cost.cpuSeconds, 0) / group.length,
      peakMemory: Math.max(...group.map(({ cost }) => cost.peakMemory)),
      ...{ parameters, ...(learned !== undefined && { learned }), planHash },
    };
  });
}

function sourceReport(book: ResultBook): SourceReport {
  const all = book.all();
  const results = all.map(({ result }) => result);
  const distinct = (of: (result: KeptResult) => string | undefined) =>
    [...new Set(results.flatMap((result) => of(result) ?? []))].sort();
  return {
    results: results.length,
    outdated: all.filter(({ outdated }) => outdated).length,
    machines: distinct(({ ranOn }) => `${ranOn.processor}, ${ranOn.platform}`),
    engines: distinct(({ ranOn }) => ranOn.engine),
    nodes: distinct(({ ranOn }) => ranOn.node),
    commits: distinct(({ ranOn }) => ranOn.commit),
    data: Object.fromEntries(
      results
        .flatMap(({ dataHashes }) => Object.entries(dataHashes))
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  };
}
