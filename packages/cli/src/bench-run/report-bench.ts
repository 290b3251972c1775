/**
 * `mltl bench report`: a report of what is there, without training and without the engine.
 *
 * @module
 */
import type { Paper } from "@mltl/core";
import { keptResultsFile, paperFile } from "./papers.js";
import { bookOf, paperCells, type ReportFlags, writeReport } from "./write-report.js";

export interface BenchReportFlags extends ReportFlags {
  system?: number;
  quick?: boolean;
}

export async function reportBench(
  files: readonly string[],
  flags: BenchReportFlags,
): Promise<void> {
  const { MltlError, metricsOf, openPaper, readPlanFile } = await import("@mltl/core");
  if (files.length > 0 && flags.system !== undefined) {
    throw new MltlError("E_USAGE", "Expected files or --system, received both");
  }
  const given = files.length > 0 ? files : [paperFile(flags.system ?? 1)];
  const schemas = await Promise.all(given.map(async (file) => schemaOf(await readPlanFile(file))));
  const papers = given.filter((_, i) => schemas[i].startsWith("mltl.paper/"));
  if (papers.length > 0 && given.length > 1) {
    throw new MltlError(
      "E_USAGE",
      `Expected one paper's manifest, or files of experiments, received ${given.join(", ")}`,
    );
  }
  if (papers.length === 0) return reportExperiments(given, flags);
  const [file] = papers;
  const paper = await openPaper(file, { quick: flags.quick });
  const results = flags.results ?? keptResultsFile(file, paper.system as number);
  const book = await bookOf(await paperCells(paper), { ...flags, results }, metricsOf(paper));
  await writeReport(file, paper, book, flags);
}

async function reportExperiments(files: readonly string[], flags: BenchReportFlags): Promise<void> {
  const { readExperiments, reportableExperiments } = await import("@mltl/core");
  const experiments = await readExperiments(files);
  const known = await paperCells({ experiments });
  const book = await bookOf(known, flags);
  const paper: Paper = reportableExperiments(experiments, (of, data) => {
    const { cells } = book.cellsOf(of);
    const results = cells
      .filter((cell) => cell.data === data)
      .flatMap(({ id }) => book.get({ of, cells }, id) ?? []);
    return [...new Set(results.flatMap(({ result }) => Object.keys(result.metrics)))];
  });
  await writeReport(files[0], paper, book, flags);
}

function schemaOf(value: unknown): string {
  const { schema } = (value ?? {}) as { schema?: unknown };
  return typeof schema === "string" ? schema : "";
}
