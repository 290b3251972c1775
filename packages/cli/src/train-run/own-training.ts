/**
 * Training on one's own data, whatever it is of: shows split and stages, trains, and tells what came
 * of it; fold by fold where asked.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import {
  type ArtifactManifest,
  loadEngine,
  type Plan,
  type PlanSource,
  parsePlan,
  planText,
  printable,
  requireNative,
  setValues,
  type TableOptions,
  terminalOf,
  trainingThreads,
  writeFileAtomic,
} from "@mltl/core";
import { formatPreview } from "./format-preview.js";
import { trainFolds } from "./train-folds.js";
import { type OwnTrainingFlags, requireNewModel, type TrainingPlaces } from "./train-places.js";
import { seePlan, trainByPlan } from "./train-run.js";

/** What is learned from: all but what is held back, one of so many folds, or nothing held back for a test. */
export type TrainingPart = "split" | "untested" | { readonly count: number; readonly fold: number };

/** What was left out of the data, and why. */
interface Problem {
  readonly path: string;
  readonly line?: number;
  readonly reason: string;
}

/** The data, opened, and what follows from it. */
export interface OpenedData<Data> {
  readonly data: Data;
  readonly problems: readonly Problem[];
  /** The plan as it is made, before it is changed by `--set`. */
  readonly made: unknown;
  /** What the training begins with; nothing for from scratch. */
  readonly source?: PlanSource;
}

/** How data of one kind is learned from. */
export interface OwnTraining<Data, Score, Folds extends object> {
  readonly flags: OwnTrainingFlags;
  readonly places: TrainingPlaces;
  open(part: TrainingPart, out: string): Promise<OpenedData<Data>>;
  /** Called with the plan as it will be run, before anything is trained. */
  onPlan?(data: Data, plan: Plan): Promise<void>;
  /** What there is of each class in each part: for programs, and for people. */
  counts(data: Data): readonly object[];
  splitText(data: Data, options: TableOptions): string;
  /** Writes which example is where. */
  keepSplit(data: Data): Promise<void>;
  /** What a trained model came to. */
  modelText(trained: TrainedModel, data: Data, begins: string, options: TableOptions): string;
  /** What a fold's model says of what it was not taught. */
  heldOut(folder: string, data: Data): Promise<Score>;
  join(scores: readonly Score[]): Folds;
  foldsText(folds: Folds, options: TableOptions): string;
}

/** What a finished model came to. */
export interface TrainedModel {
  readonly folder: string;
  readonly plan: string;
  readonly split: string;
  readonly history: string;
  readonly labels: readonly string[];
  readonly counts: readonly object[];
  readonly metrics: ArtifactManifest["metrics"];
}

/** Everything that is known before the first step. */
export interface PreparedTraining<Data> {
  readonly data: Data;
  /** As it is kept: what has a default is left out. */
  readonly written: unknown;
  readonly plan: Plan;
  /** What the training begins with, for people. */
  readonly begins: string;
}

/** Runs it. */
export async function runOwnTraining<Data, Score, Folds extends object>(
  training: OwnTraining<Data, Score, Folds>,
): Promise<void> {
  const { flags, places } = training;
  if (flags.dryRun) return showPlan(training);
  requireNewModel(places.out);
  const folds = flags.folds === undefined ? undefined : await trainFolds(training, flags.folds);
  if (folds && flags.format === "table") {
    process.stdout.write(`\n${training.foldsText(folds, terminalOf(process.stdout))}`);
    process.stdout.write(`\nThe models of the folds and these figures are in ${places.folds}.\n`);
  }
  const model = flags.foldsOnly ? undefined : await trainModel(training);
  if (flags.format === "json") {
    const result = { ...model, ...(folds && { folds }) };
    process.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`);
  }
}

/**
 * Reads the data, makes the plan, and starts the engine.
 *
 * @throws MltlError `E_NOT_FOUND`, `E_BAD_DATA` for data that can't be learned from, `E_BAD_ARTIFACT`
 *   for a model that can't be begun with, `E_BAD_PLAN`, `E_NO_ENGINE`
 */
export async function prepareTraining<Data, Score, Folds extends object>(
  training: OwnTraining<Data, Score, Folds>,
  part: TrainingPart,
  out: string,
): Promise<PreparedTraining<Data>> {
  const { set, threads } = training.flags;
  const { data, problems, made, source } = await training.open(part, out);
  sayProblems(problems);
  const written = setValues(made, set);
  const plan = parsePlan(written, ["the plan", ...set].join(" with "));
  await training.onPlan?.(data, plan);
  requireNative(await loadEngine({ threads: trainingThreads(plan, threads) }), "Training");
  return { data, written, plan, begins: source ? `with ${source.manifest.name}` : "from scratch" };
}

async function showPlan<Data, Score, Folds extends object>(
  training: OwnTraining<Data, Score, Folds>,
): Promise<void> {
  const { flags, places } = training;
  const { folds } = flags;
  const part = folds === undefined ? "split" : { count: folds, fold: 1 };
  const { data, plan } = await prepareTraining(training, part, places.out);
  const seen = await seePlan(plan, flags);
  if (flags.format === "json") {
    const shown = { counts: training.counts(data), ...seen };
    process.stdout.write(`${JSON.stringify(shown, undefined, 2)}\n`);
    return;
  }
  const options = terminalOf(process.stdout);
  const times = folds === undefined ? "" : `\nThat is the first of ${folds} folds.\n`;
  process.stdout.write(
    `${training.splitText(data, options)}\n${formatPreview(seen, options)}${times}`,
  );
}

async function trainModel<Data, Score, Folds extends object>(
  training: OwnTraining<Data, Score, Folds>,
): Promise<TrainedModel> {
  const { flags, places } = training;
  const part = flags.folds === undefined ? "split" : "untested";
  const { data, written, plan, begins } = await prepareTraining(training, part, places.out);
  const terminal = terminalOf(process.stderr);
  process.stderr.write(`${training.splitText(data, terminal)}\n`);
  if (!existsSync(`${places.out}.run`)) {
    process.stderr.write(`${formatPreview(await seePlan(plan, flags), terminal)}\n`);
  }
  await mkdir(path.dirname(path.resolve(places.plan)), { recursive: true });
  await writeFileAtomic(places.plan, planText(written));
  await training.keepSplit(data);
  const { manifest, history } = await trainByPlan(plan, places.out, flags);
  const { labels, metrics } = manifest;
  const trained = {
    folder: places.out,
    plan: places.plan,
    split: places.split,
    history,
    labels,
    counts: training.counts(data),
    metrics,
  };
  if (flags.format === "table") {
    const options = terminalOf(process.stdout);
    process.stdout.write(`\n${training.modelText(trained, data, begins, options)}`);
  }
  return trained;
}

/** Problems that are named when there are more. */
const NAMED = 5;

function sayProblems(problems: readonly Problem[]): void {
  for (const { path, line, reason } of problems.slice(0, NAMED)) {
    const where = line === undefined ? path : `${path}, line ${line}`;
    process.stderr.write(`mltl: ${printable(where)}: ${printable(reason)}\n`);
  }
  const more = problems.length - NAMED;
  if (more > 0) process.stderr.write(`mltl: and ${more} more like these\n`);
}
