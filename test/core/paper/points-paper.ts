/**
 * A paper over an experiment on points, and results as trainings would leave them in its cache.
 *
 * @module
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import {
  type Cell,
  ExperimentCache,
  experimentCells,
  metricsOf,
  openPaper,
  openResults,
  type Paper,
  type ResultBook,
  randomStream,
  readDataHashes,
} from "@mltl/core";
import {
  type PointsExperiment,
  pointsExperiment,
  pointsLevel,
} from "../experiment/points-experiment.js";
import { POINTS_TASK } from "../experiment/points-task.js";

/** Fields of a manifest with one table, of the plans `scratch` and `chain`. */
export function manifest(more: Record<string, unknown> = {}, table: Record<string, unknown> = {}) {
  return {
    schema: "mltl.paper/1",
    system: 1,
    title: "Points",
    citation: "Nobody (2026)",
    claim: "Chains tell points better.",
    experiments: [{ name: "points", file: "experiment.yaml" }],
    tables: [
      {
        name: "points",
        title: "Points above a curve",
        protocol: "Dev chooses.",
        data: { kind: "exact", note: "made up" },
        experiment: "points",
        metric: "accuracy",
        rows: [{ name: "scratch" }, { name: "chain", title: "a chain" }],
        columns: [{ name: "all" }],
        comparisons: [{ first: "chain", second: "scratch" }],
        ...table,
      },
    ],
    ...more,
  };
}

export interface PointsPaper {
  readonly experiment: PointsExperiment;
  readonly file: string;
  open(): Promise<{ paper: Paper; cells: readonly Cell[]; book: ResultBook }>;
}

/** Writes the paper's manifest beside its experiment. */
export function pointsPaper(
  value: unknown = manifest(),
  fields: Record<string, unknown> = { seeds: [1, 2, 3] },
): PointsPaper {
  const experiment = pointsExperiment(
    { scratch: [pointsLevel()], chain: [pointsLevel({ average: 0.5 })] },
    fields,
  );
  const file = path.join(experiment.folder, "paper.yaml");
  writeFileSync(file, JSON.stringify(value));
  return {
    experiment,
    file,
    async open() {
      const paper = await openPaper(file);
      const { cache, manifests } = experiment.places;
      const dataHashes = await readDataHashes(manifests);
      const experiments = await Promise.all(
        paper.experiments.map(async (of) => ({
          of,
          cells: await experimentCells(of.experiment, dataHashes),
        })),
      );
      const book = await openResults(experiments, { cache, dataHashes, metrics: metricsOf(paper) });
      return { paper, cells: experiments.flatMap(({ cells }) => cells), book };
    },
  };
}

/** Items of a made-up test. */
export const ITEMS = 200;

/**
 * Keeps a cell's result: its last level tells each test item right with probability `accuracy`.
 *
 * @param groups - persons that items belong to
 * @param figure - in place of the accuracy of the answers
 */
export async function finishCell(
  { experiment }: PointsPaper,
  cell: Cell,
  accuracy: number,
  { groups, figure, answered = true }: FinishOptions = {},
): Promise<void> {
  const cache = new ExperimentCache(experiment.places.cache);
  const random = randomStream("answers", cell.id);
  const gold = Array.from({ length: ITEMS }, (_, i) => i % 2);
  const predicted = gold.map((side) => (random.next() < accuracy ? side : 1 - side));
  const right = gold.filter((side, i) => side === predicted[i]).length / ITEMS;
  const { key } = cell.levels[0];
  if (answered) {
    const split = { labels: ["below", "above"], gold, predicted };
    const test = groups ? { ...split, groups: gold.map((_, i) => i % groups) } : split;
    const splits = { dev: split, test };
    await cache.keepAnswers({ schema: "mltl.answers/1", key, task: POINTS_TASK, splits });
  }
  const cost = { seconds: 2, cpuSeconds: 1, peakMemory: 2 ** 27, processes: 1 };
  const metrics = { dev: { accuracy: right }, test: { accuracy: figure ?? right } };
  const level = {
    schema: "mltl.level/1" as const,
    ...{ key, name: "target", task: POINTS_TASK, seed: cell.seed, metrics, parameters: 42 },
    ...{ best: { value: 1, epoch: 0, stage: "all" }, history: [], learned: 18, cost },
    ranOn: {
      ...{ processor: "a processor", memory: 1, platform: "linux-x64", node: "20.0.0" },
      ...{ engine: "2.0.0", threads: { within: 1, across: 1 }, date: "2026-01-01T00:00:00.000Z" },
    },
  };
  const { id, plan, data, fraction, seed, resolved } = cell;
  await cache.keepResult({
    schema: "mltl.result/1",
    ...{ key: cell.key, id, plan, ...(data !== undefined && { data }), fraction, seed },
    ...{ resolved, metrics, parameters: 42, cost, levels: [level] },
  });
}

export interface FinishOptions {
  readonly groups?: number;
  readonly figure?: number;
  readonly answered?: boolean;
}
