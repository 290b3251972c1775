/**
 * The run behind `mltl vision train`: a folder of faces in, a classifier and its figures out.
 *
 * @module
 */
import { stat } from "node:fs/promises";
import path from "node:path";
import { createCsvWriter, dataRoot, openSink, type Plan } from "@mltl/core";
import {
  augmentationPreview,
  augmentationSchema,
  type CrossValidation,
  crossValidation,
  type FaceScores,
  facePlan,
  heldOutScores,
  type LevelFaces,
  openFaceSource,
  openLevelFaces,
  parseLevelFaces,
  requireFacePictures,
  splitCounts,
  splitRows,
} from "@mltl/vision/training";
import {
  type OpenedData,
  type OwnTraining,
  runOwnTraining,
  type TrainingPart,
} from "../train-run/own-training.js";
import { placesOf, type TrainingPlaces } from "../train-run/train-places.js";
import { foldsText, modelText, splitTable } from "./train-report.js";
import { faceSettings, type VisionTrainFlags } from "./train-settings.js";

/** Shows split and stages, trains, and tells what came of it. */
export async function runVisionTrain(flags: VisionTrainFlags): Promise<void> {
  const places = await placesOf(flags, "vision/classify", ".split.csv");
  const { groupBy } = flags;
  const countsOf = (faces: LevelFaces) => splitCounts(faces, groupBy);
  const training: OwnTraining<LevelFaces, FaceScores, CrossValidation> = {
    flags,
    places,
    open: (part, out) => openFaces(flags, places, part, out),
    onPlan: async (faces, plan) => {
      if (flags.preview !== undefined) await drawPreview(faces, plan, flags.preview);
    },
    counts: countsOf,
    splitText: (faces, options) => splitTable(countsOf(faces), options),
    keepSplit: (faces) => keepSplit(faces, places, groupBy),
    modelText: (trained, faces, begins, options) =>
      modelText(trained, { counts: countsOf(faces), begins, places, data: flags.data }, options),
    heldOut: heldOutScores,
    join: crossValidation,
    foldsText,
  };
  await runOwnTraining(training);
}

async function openFaces(
  flags: VisionTrainFlags,
  { place }: TrainingPlaces,
  part: TrainingPart,
  out: string,
): Promise<OpenedData<LevelFaces>> {
  const { from, architecture, epochs, seed } = flags;
  const settings = faceSettings(flags, place, part);
  const source = from === "scratch" ? undefined : await openFaceSource(from);
  const faces = await openLevelFaces(parseLevelFaces(settings), {
    dataRoot: dataRoot(flags.dataRoot),
    seed,
  });
  if (place !== undefined && (await stat(place)).isDirectory()) {
    await requireFacePictures(faces.train, place);
  }
  const hash = place === undefined ? {} : { sha256: faces.data.sha256 };
  const made = facePlan(faces, {
    name: path.basename(out),
    data: { ...settings, ...hash },
    source,
    architecture,
    epochs,
    seed,
  });
  const problems = faces.data.problems.map((problem) => ({
    ...problem,
    reason: `left out: ${problem.reason}`,
  }));
  return { data: faces, problems, made, source };
}

/** A grid of faces as the network will be given them. */
async function drawPreview({ train }: LevelFaces, { levels, seed }: Plan, file: string) {
  const augment = augmentationSchema.parse(levels[0].data.augment ?? {});
  await augmentationPreview(train, { augment, seed }, file);
  process.stderr.write(`mltl: ${file} shows faces as the network is given them\n`);
}

async function keepSplit(
  faces: LevelFaces,
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
