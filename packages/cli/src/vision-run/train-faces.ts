/**
 * The run behind `mltl vision train`: a folder of faces in, a classifier and its figures out.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import {
  type ArtifactManifest,
  createCsvWriter,
  openSink,
  planText,
  terminalOf,
  writeFileAtomic,
} from "@mltl/core";
import {
  type CrossValidation,
  type LevelFacesInput,
  type SplitCount,
  splitCounts,
  splitRows,
} from "@mltl/vision/training";
import { formatPreview } from "../train-run/format-preview.js";
import { seePlan, trainByPlan } from "../train-run/train-run.js";
import { type PreparedTraining, prepareTraining } from "./prepare-training.js";
import { trainFolds } from "./train-folds.js";
import { confusionTable, figureTable, foldTable, nextSteps, splitTable } from "./train-report.js";
import {
  faceSettings,
  placesOf,
  requireNewModel,
  type TrainingPlaces,
  type VisionTrainFlags,
} from "./train-settings.js";

/** Shows split and stages, trains, and tells what came of it. */
export async function runVisionTrain(flags: VisionTrainFlags): Promise<void> {
  const places = await placesOf(flags);
  const settings = faceSettings(flags, places.place);
  if (flags.dryRun) return showPlan(flags, places, settings);
  requireNewModel(places.out);
  const folds =
    flags.folds === undefined ? undefined : await trainFolds(flags.folds, flags, places, settings);
  if (folds && flags.format === "table") process.stdout.write(foldsText(folds, places));
  const model = flags.foldsOnly ? undefined : await trainModel(flags, places, settings);
  if (flags.format === "json") {
    const result = { ...model, ...(folds && { folds }) };
    process.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`);
  }
}

/** What a finished model came to. */
interface TrainedModel {
  readonly folder: string;
  readonly plan: string;
  readonly split: string;
  readonly history: string;
  readonly labels: readonly string[];
  readonly counts: readonly SplitCount[];
  readonly metrics: ArtifactManifest["metrics"];
}

async function showPlan(
  flags: VisionTrainFlags,
  places: TrainingPlaces,
  settings: LevelFacesInput,
): Promise<void> {
  const { folds } = flags;
  const whole = folds === undefined ? settings : { ...settings, folds: { count: folds, fold: 1 } };
  const prepared = await prepareTraining(flags, places, whole);
  const counts = countsOf(prepared, flags);
  const seen = await seePlan(prepared.plan, flags);
  if (flags.format === "json") {
    process.stdout.write(`${JSON.stringify({ counts, ...seen }, undefined, 2)}\n`);
    return;
  }
  const options = terminalOf(process.stdout);
  const times = folds === undefined ? "" : `\nThat is the first of ${folds} folds.\n`;
  process.stdout.write(`${splitTable(counts, options)}\n${formatPreview(seen, options)}${times}`);
}

async function trainModel(
  flags: VisionTrainFlags,
  places: TrainingPlaces,
  { folds: _, ...settings }: LevelFacesInput,
): Promise<TrainedModel> {
  const whole = flags.folds === undefined ? settings : onAllFaces(settings);
  const prepared = await prepareTraining(flags, places, whole);
  const counts = countsOf(prepared, flags);
  const terminal = terminalOf(process.stderr);
  process.stderr.write(`${splitTable(counts, terminal)}\n`);
  if (!existsSync(`${places.out}.run`)) {
    const seen = await seePlan(prepared.plan, flags);
    process.stderr.write(`${formatPreview(seen, terminal)}\n`);
  }
  await keepPlan(prepared, places);
  await keepSplit(prepared, places, flags.groupBy);
  const { manifest, history } = await trainByPlan(prepared.plan, places.out, flags);
  const { labels, metrics } = manifest;
  if (flags.format === "table") {
    const [{ faces }] = counts;
    const tested = "test" in metrics;
    process.stdout.write(
      `\nLearned ${labels.join(", ")} from ${faces.toLocaleString("en")} faces, begun ${prepared.begins}.\n\n` +
        `${figureTable(metrics, counts, terminalOf(process.stdout))}\n` +
        nextSteps(places, { data: flags.data, tested }),
    );
  }
  const { out: folder, plan, split } = places;
  return { folder, plan, split, history, labels, counts, metrics };
}

/** After folds, nothing is held back from the model but what chooses its epoch. */
function onAllFaces(settings: LevelFacesInput): LevelFacesInput {
  const { split } = settings;
  return typeof split?.test === "string" ? settings : { ...settings, split: { ...split, test: 0 } };
}

function countsOf({ faces }: PreparedTraining, { groupBy }: VisionTrainFlags): SplitCount[] {
  return splitCounts(faces, groupBy);
}

async function keepPlan({ written }: PreparedTraining, { plan }: TrainingPlaces): Promise<void> {
  await mkdir(path.dirname(path.resolve(plan)), { recursive: true });
  await writeFileAtomic(plan, planText(written));
}

async function keepSplit(
  { faces }: PreparedTraining,
  { split, place }: TrainingPlaces,
  groupBy: string | undefined,
): Promise<void> {
  const sink = await openSink({ out: split, lines: false });
  const writer = createCsvWriter(sink, ["path", "label", "split", "group"], (row: string[]) => [
    row,
  ]);
  for (const { path, label, split, group } of await splitRows(faces, { place, groupBy })) {
    await writer.write([path, label, split, group]);
  }
  await writer.close();
}

function foldsText(folds: CrossValidation, { folds: folder }: TrainingPlaces): string {
  const options = terminalOf(process.stdout);
  return `\n${foldTable(folds, options)}\n${confusionTable(folds, options)}\nThe models of the folds and these figures are in ${folder}.\n`;
}
