/**
 * `mltl bench run`, with progress on standard error and the figures on standard output.
 *
 * @module
 */
import type { CellOutcome, Experiment, SummaryRow } from "@mltl/core";
import { interruptSignal } from "../interrupt.js";
import { type ExperimentFlags, openExperiment } from "./open-experiment.js";
import { createTeller, percent, say } from "./tell-progress.js";
import { TimeLeft } from "./time-left.js";

export interface BenchRunFlags extends ExperimentFlags {
  maxTime?: number;
  jobs: number;
  format: "table" | "json" | "csv";
}

export async function runBench(file: string, flags: BenchRunFlags): Promise<void> {
  const core = await import("@mltl/core");
  const { experiment, cells, all, places } = await openExperiment(file, flags);
  const signal = interruptSignal();
  const planned = await core.planExperiment(cells, all, { ...places, pilots: false });
  const tell = createTeller(cells.length, new TimeLeft(planned, flags.jobs), core);
  const began = performance.now();
  const outcomes = await core.runExperiment(cells, {
    ...places,
    jobs: flags.jobs,
    maxSeconds: flags.maxTime,
    signal,
    ...tell,
  });
  await printSummary(flags.format, experiment, outcomes);
  sayOutcome(outcomes, core.duration((performance.now() - began) / 1000));
  if (outcomes.some(({ status }) => status === "failed")) process.exitCode = 1;
}

async function printSummary(
  format: BenchRunFlags["format"],
  experiment: Experiment,
  outcomes: readonly CellOutcome[],
): Promise<void> {
  const { formatTable, summarise, terminalOf } = await import("@mltl/core");
  const rows = summarise(outcomes, experiment);
  if (format === "json") {
    const cells = outcomes.map((outcome) => ({
      ...{ id: outcome.cell.id, key: outcome.cell.key, status: outcome.status },
      ...("failure" in outcome && { failure: outcome.failure }),
    }));
    const report = { experiment: experiment.name, rows, cells };
    process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
  } else if (format === "csv") {
    await writeCsv(rows);
  } else if (rows.length > 0) {
    const named = rows.some(({ data }) => data !== undefined);
    const words = ["plan", ...(named ? ["data"] : []), "fraction", "split", "metric"];
    const columns = [
      ...words.map((name) => ({ name })),
      ...["mean %", "sd %", "seeds"].map((name) => ({ name, align: "right" as const })),
    ];
    const cells = rows.map(({ plan, data = "", fraction, split, metric, mean, sd, n }) => [
      ...[plan, ...(named ? [data] : []), `${percent(fraction)} %`, split, metric],
      ...[percent(mean, 2), sd === null ? "" : percent(sd, 2), String(n)],
    ]);
    process.stdout.write(formatTable(columns, cells, terminalOf(process.stdout)));
  }
}

const CSV_COLUMNS = ["plan", "data", "fraction", "split", "metric", "mean", "sd", "n"] as const;

async function writeCsv(rows: readonly SummaryRow[]): Promise<void> {
  const { createCsvWriter, openSink } = await import("@mltl/core");
  const sink = await openSink({ lines: true });
  const writer = createCsvWriter<SummaryRow>(sink, CSV_COLUMNS, (row) => [
    CSV_COLUMNS.map((name) => row[name]),
  ]);
  for (const row of rows) await writer.write(row);
  await writer.close();
}

/** What became of the cells, and why some failed. */
export function sayOutcome(outcomes: readonly CellOutcome[], time: string): void {
  for (const outcome of outcomes) {
    if (!("failure" in outcome)) continue;
    const { message, hint } = outcome.failure;
    say(`failed: ${outcome.cell.id}: ${message}${hint === undefined ? "" : ` (${hint})`}`);
  }
  const count = (status: CellOutcome["status"]) =>
    outcomes.filter((outcome) => outcome.status === status).length;
  const parts = [
    `${count("done")} done in ${time}`,
    ...(count("cached") > 0 ? [`${count("cached")} done before`] : []),
    ...(count("failed") > 0 ? [`${count("failed")} failed`] : []),
    ...(count("missing") > 0 ? [`${count("missing")} missing: the same command goes on`] : []),
  ];
  say(`cells: ${parts.join(", ")}`);
}
