/**
 * What fine-tuning brings with few labelled faces: the experiment benchmarks/experiments/few-faces.yaml,
 * and the difference seed by seed.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import {
  type CellOutcome,
  dataRoot,
  experimentCells,
  type MeanDeviation,
  markdownTable,
  meanDeviation,
  readDataHashes,
  readExperiment,
  runExperiment,
  type SummaryRow,
  seedsFor,
  summarise,
} from "@mltl/core";
import "@mltl/vision/training";
import type { AccuracyBenchmark } from "./benchmark.js";

const EXPERIMENT = fileURLToPath(new URL("../../experiments/few-faces.yaml", import.meta.url));
const [TUNED, SCRATCH] = ["fine-tuned", "scratch"];

/** One choice of data: both ways, and seed by seed the first less the second. Fractions. */
export interface FewFacesRow {
  /** Such as `5-a-class`. */
  readonly data: string;
  readonly metric: string;
  readonly tuned: MeanDeviation;
  readonly scratch: MeanDeviation;
  readonly difference: MeanDeviation;
  /** Seeds with which the first is better. */
  readonly wins: number;
}

/** What `results/accuracy-few-faces.json` holds. */
export interface FewFacesReport {
  readonly date: string;
  readonly seeds: readonly number[];
  readonly rows: readonly FewFacesRow[];
  /** Of all trainings. */
  readonly cpuSeconds: number;
  readonly machine: string;
}

/** `--seeds N` runs the first N seeds; fewer than the experiment's write nothing. */
export const fewFaces: AccuracyBenchmark<FewFacesReport> = {
  name: "few-faces",
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        seeds: { type: "string" },
        cache: { type: "string", default: ".mltl/experiments" },
      },
    });
    const experiment = await readExperiment(EXPERIMENT);
    const seeds =
      values.seeds === undefined
        ? experiment.seeds
        : seedsFor(experiment.seeds, Number(values.seeds));
    const cells = await experimentCells({ ...experiment, seeds }, await readDataHashes());
    const outcomes = await runExperiment(cells, {
      cache: values.cache,
      dataRoot: dataRoot(),
      modules: [import.meta.resolve("@mltl/vision/training")],
      onResult: ({ id }) => process.stderr.write(`${id}\n`),
    });
    return {
      report: {
        date: new Date().toISOString().slice(0, 10),
        seeds,
        rows: fewFacesRows(summarise(outcomes, experiment)),
        ...costOf(outcomes),
      },
      keep: seeds.length >= experiment.seeds.length,
    };
  },
  short: ({ rows, seeds }) => table(rows, seeds.length, ["accuracy"]),
  long: ({ rows, seeds, cpuSeconds, machine, date }) =>
    [
      `${seeds.length} seeds; ${(cpuSeconds / 60).toFixed(0)} CPU-minutes in all on ${machine}, ${date}. Differences are taken seed by seed.`,
      table(rows, seeds.length, ["accuracy", "balancedAccuracy", "macroF1"]),
    ].join("\n\n"),
};

/** Joins the two plans' scores by data, metric and seed; seeds that one of them lacks are left out. */
export function fewFacesRows(summary: readonly SummaryRow[]): FewFacesRow[] {
  const scratch = summary.filter(({ plan }) => plan === SCRATCH);
  return summary.flatMap((tuned) => {
    const { plan, data = "", metric, split } = tuned;
    const other = scratch.find(
      (row) => row.data === tuned.data && row.metric === metric && row.split === split,
    );
    if (plan !== TUNED || !other) return [];
    const seeds = Object.keys(tuned.scores).filter((seed) => seed in other.scores);
    if (seeds.length === 0) return [];
    const differences = seeds.map((seed) => tuned.scores[seed] - other.scores[seed]);
    return [
      {
        ...{ data, metric },
        tuned: meanDeviation(seeds.map((seed) => tuned.scores[seed])),
        scratch: meanDeviation(seeds.map((seed) => other.scores[seed])),
        difference: meanDeviation(differences),
        wins: differences.filter((difference) => difference > 0).length,
      },
    ];
  });
}

function costOf(outcomes: readonly CellOutcome[]): Pick<FewFacesReport, "cpuSeconds" | "machine"> {
  const results = outcomes.flatMap((outcome) => ("result" in outcome ? [outcome.result] : []));
  if (results.length === 0) {
    const failed = outcomes.find((outcome) => outcome.status === "failed");
    throw new Error(failed?.status === "failed" ? failed.failure.message : "No cell is finished");
  }
  const [{ ranOn }] = results[0].levels;
  return {
    cpuSeconds: results.reduce((sum, { cost }) => sum + cost.cpuSeconds, 0),
    machine: `${ranOn.processor}, ${ranOn.threads.within} threads`,
  };
}

const TITLES: Readonly<Record<string, string>> = {
  accuracy: "accuracy",
  balancedAccuracy: "balanced accuracy",
  macroF1: "macro-F1",
};

function table(rows: readonly FewFacesRow[], seeds: number, metrics: readonly string[]): string {
  const shown = rows.filter(({ metric }) => metrics.includes(metric));
  return markdownTable(
    [
      `CK+48 test, mean of ${seeds} seeds ± deviation`,
      "begun with mltl emotion, %",
      "from scratch, %",
      "difference, points",
      "seeds ahead",
    ],
    shown.map(({ data, metric, tuned, scratch, difference, wins }) => [
      `${data.replaceAll("-", " ")}, ${TITLES[metric]}`,
      spread(tuned),
      spread(scratch),
      `${difference.mean < 0 ? "" : "+"}${spread(difference)}`,
      `${wins} of ${difference.n}`,
    ]),
  );
}

function spread({ mean, sd }: MeanDeviation): string {
  return `${(100 * mean).toFixed(1)}${sd === null ? "" : ` ± ${(100 * sd).toFixed(1)}`}`;
}
