/**
 * `mltl bench run`, with progress on standard error and the figures on standard output.
 *
 * @module
 */
import type {
  CellOutcome,
  CellResult,
  Experiment,
  LevelEnding,
  LevelNews,
  QueuedLevel,
  SummaryRow,
} from "@mltl/core";
import { interruptSignal } from "../interrupt.js";
import { type ExperimentFlags, openExperiment } from "./open-experiment.js";

export interface BenchRunFlags extends ExperimentFlags {
  maxTime?: number;
  jobs: number;
  format: "table" | "json" | "csv";
}

/** Milliseconds between lines about epochs. */
const EPOCHS_EVERY = 5000;

export async function runBench(file: string, flags: BenchRunFlags): Promise<void> {
  const core = await import("@mltl/core");
  const { experiment, cells, places } = await openExperiment(file, flags);
  const signal = interruptSignal();
  const tell = createTeller(cells.length, core);
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

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Lines about levels and cells as they come. */
function createTeller(
  cells: number,
  { duration, formatFigure }: Pick<typeof import("@mltl/core"), "duration" | "formatFigure">,
) {
  let finished = 0;
  let told = 0;
  const nameOf = ({ cell, index }: QueuedLevel) => `${cell.id} ${cell.resolved.levels[index].name}`;
  return {
    onStart: (level: QueuedLevel) => say(`${nameOf(level)}: begins`),
    onNews(level: QueuedLevel, news: LevelNews) {
      if (news.kind === "waiting") say(`${nameOf(level)}: waits for process ${news.holder}`);
      else if (news.kind === "resumed") say(`${nameOf(level)}: goes on after step ${news.steps}`);
      else if (performance.now() - told > EPOCHS_EVERY) {
        told = performance.now();
        const { stage, epoch, loss, metrics, best } = news.entry;
        const { monitor } = level.cell.resolved.levels[level.index];
        const figures = `loss ${loss.toFixed(4)}, dev ${monitor} ${formatFigure(monitor, metrics[monitor])}`;
        say(`${nameOf(level)}: ${stage} ${epoch + 1}: ${figures}${best ? " *" : ""}`);
      }
    },
    onEnd(level: QueuedLevel, ending: LevelEnding) {
      if (ending.kind === "failed") say(`${nameOf(level)}: failed: ${ending.failure.message}`);
      if (ending.kind === "stopped") say(`${nameOf(level)}: stopped`);
    },
    onResult({ id, cost }: CellResult) {
      finished++;
      say(`${id}: finished, ${finished} of ${cells}, ${duration(cost.seconds)} in all its levels`);
    },
  };
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

function sayOutcome(outcomes: readonly CellOutcome[], time: string): void {
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

function percent(fraction: number, digits = 1): string {
  return (100 * fraction).toFixed(digits);
}
