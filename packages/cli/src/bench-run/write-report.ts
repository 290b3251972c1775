/**
 * Makes the report of a paper from what is there, and puts it where it is wanted.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { Cell, Paper, PaperReport, ResultBook, WordTable } from "@mltl/core";
import { loadTasks } from "../load-tasks.js";
import { keptResultsFile } from "./papers.js";
import { say } from "./tell-progress.js";

/** Where results are looked for and reports go. */
export interface ReportFlags {
  /** Folder for report.md, report.html and report.json. */
  out?: string;
  cache: string;
  /** Results kept in a file. */
  results?: string;
  json?: boolean;
  /** Whether results and summary are written into the project. */
  record?: boolean;
}

/** A paper's cells: all of them, experiment by experiment. */
export async function paperCells(paper: Pick<Paper, "experiments">) {
  const { experimentCells, readDataHashes } = await import("@mltl/core");
  const variants = paper.experiments.flatMap(({ experiment }) => experiment.variants);
  const tasks = variants.flatMap(({ resolved }) => resolved.levels.map(({ task }) => task));
  await loadTasks(tasks);
  const dataHashes = await readDataHashes();
  const experiments = await Promise.all(
    paper.experiments.map(async (of) => ({
      of,
      cells: await experimentCells(of.experiment, dataHashes),
    })),
  );
  return { experiments, dataHashes, tasks };
}

/** Looks up what is there of a paper's cells. */
export async function bookOf(
  {
    experiments,
    dataHashes,
  }: Pick<Awaited<ReturnType<typeof paperCells>>, "experiments" | "dataHashes">,
  { cache, results }: Pick<ReportFlags, "cache" | "results">,
  metrics: readonly string[] = [],
): Promise<ResultBook> {
  const { openResults, readKeptResults } = await import("@mltl/core");
  const kept = results === undefined ? [] : await readKeptResults(results);
  return openResults(experiments, { cache, kept, dataHashes, metrics });
}

/** Writes and prints a paper's report. */
export async function writeReport(
  file: string,
  paper: Paper,
  book: ResultBook,
  flags: ReportFlags,
): Promise<void> {
  const { paperReport, reportMarkdown, reportPage, writeFileAtomic } = await import("@mltl/core");
  const report = paperReport(paper, book);
  const json = `${JSON.stringify(report, undefined, 2)}\n`;
  if (flags.record) await record(file, report, book);
  if (flags.out !== undefined) {
    await mkdir(flags.out, { recursive: true });
    const files = {
      "report.md": reportMarkdown(report),
      "report.html": reportPage(report),
      "report.json": json,
    };
    for (const [name, text] of Object.entries(files)) {
      await writeFileAtomic(path.join(flags.out, name), text);
    }
    say(`wrote ${Object.keys(files).join(", ")} to ${flags.out}`);
  }
  process.stdout.write(flags.json ? json : await tablesInWords(report));
}

/** The tables as a terminal shows them. */
async function tablesInWords(report: PaperReport): Promise<string> {
  const { comparisonsTable, formatTable, meansTable, printable, QUICK_WORDS, terminalOf } =
    await import("@mltl/core");
  const shown = ({ head, numeric, rows }: WordTable) =>
    formatTable(
      head.map((name, i) => ({ name, align: numeric[i] ? "right" : "left" }) as const),
      rows.map((row) => row.map(printable)),
      { colour: terminalOf(process.stdout).colour },
    );
  const parts = report.tables.flatMap((table) => [
    `${table.title}${report.quick ? " (quick)" : ""}`,
    `${table.metric}, %: mean ± sd over seeds (seeds)`,
    shown(meansTable(table)),
    ...(table.comparisons.length > 0 ? [shown(comparisonsTable(table))] : []),
  ]);
  return `${[...(report.quick ? [QUICK_WORDS] : []), ...parts].join("\n")}\n`;
}

/** Keeps results in git, and the summary in the README where that has a place for it. */
async function record(file: string, report: PaperReport, book: ResultBook): Promise<void> {
  const { MltlError, reportSummary, withSection, writeFileAtomic, writeKeptResults } = await import(
    "@mltl/core"
  );
  const { system, quick } = report;
  if (system === undefined || quick) {
    throw new MltlError("E_USAGE", "Expected a paper's full experiments for --record", {
      hint: "Quick runs and experiments without a paper aren't recorded.",
    });
  }
  const results = keptResultsFile(file, system);
  await mkdir(path.dirname(results), { recursive: true });
  await writeKeptResults(results, book.current());
  say(`wrote ${results}`);
  const readme = path.join(path.dirname(file), "..", "..", "..", "README.md");
  const section = `paper-system-${system}`;
  const page = existsSync(readme) ? await readFile(readme, "utf8") : "";
  if (!page.includes(`<!-- ${section} -->`)) return;
  await writeFileAtomic(readme, withSection(page, section, reportSummary(report), readme));
  say(`wrote ${readme}`);
}

/** The cells of all experiments, seed by seed: one seed of everything, then the next. */
export function mostInformativeFirst(
  experiments: readonly { readonly cells: readonly Cell[] }[],
): Cell[] {
  const seedsOf = experiments.map(({ cells }) => [...new Set(cells.map(({ seed }) => seed))]);
  const rounds = Math.max(0, ...seedsOf.map((seeds) => seeds.length));
  return Array.from({ length: rounds }, (_, round) =>
    experiments.flatMap(({ cells }, i) => cells.filter(({ seed }) => seed === seedsOf[i][round])),
  ).flat();
}
