/**
 * From a folder of faces to a plan: read, looked at, split, and stages chosen.
 *
 * @module
 */
import { stat } from "node:fs/promises";
import path from "node:path";
import {
  dataRoot,
  loadEngine,
  type Plan,
  parsePlan,
  printable,
  requireNative,
  setValues,
  trainingThreads,
} from "@mltl/core";
import {
  augmentationPreview,
  augmentationSchema,
  facePlan,
  type LevelFaces,
  type LevelFacesInput,
  openLevelFaces,
  openFaceSource,
  parseLevelFaces,
  requireFacePictures,
} from "@mltl/vision/training";
import type { TrainingPlaces, VisionTrainFlags } from "./train-settings.js";

/** Everything that is known before the first step. */
export interface PreparedTraining {
  readonly faces: LevelFaces;
  /** As it is kept: what has a default is left out. */
  readonly written: unknown;
  readonly plan: Plan;
  /** What the training begins with, for people. */
  readonly begins: string;
}

/**
 * Reads the faces, makes the plan, and starts the engine.
 *
 * @throws MltlError `E_NOT_FOUND`, `E_BAD_DATA` for faces that can't be learned from, `E_BAD_ARTIFACT`
 *   for a model that can't be begun with, `E_BAD_PLAN`, `E_NO_ENGINE`
 */
export async function prepareTraining(
  flags: VisionTrainFlags,
  { place, out }: TrainingPlaces,
  settings: LevelFacesInput,
): Promise<PreparedTraining> {
  const { from, architecture, epochs, seed } = flags;
  const source = from === "scratch" ? undefined : await openFaceSource(from);
  const faces = await openLevelFaces(parseLevelFaces(settings), {
    dataRoot: dataRoot(flags.dataRoot),
    seed,
  });
  sayProblems(faces);
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
  const written = setValues(made, flags.set);
  const plan = parsePlan(written, ["the plan", ...flags.set].join(" with "));
  if (flags.preview !== undefined) await drawPreview(faces, plan, flags.preview);
  requireNative(await loadEngine({ threads: trainingThreads(plan, flags.threads) }), "Training");
  return { faces, written, plan, begins: source ? `with ${source.manifest.name}` : "from scratch" };
}

/** A grid of faces as the network will be given them. */
async function drawPreview({ train }: LevelFaces, { levels, seed }: Plan, file: string) {
  const augment = augmentationSchema.parse(levels[0].data.augment ?? {});
  await augmentationPreview(train, { augment, seed }, file);
  process.stderr.write(`mltl: ${file} shows faces as the network is given them\n`);
}

/** Pictures that are named when some can't be used. */
const NAMED = 5;

function sayProblems({ data: { problems } }: LevelFaces): void {
  for (const { path, reason } of problems.slice(0, NAMED)) {
    process.stderr.write(`mltl: left out ${printable(path)}: ${printable(reason)}\n`);
  }
  const more = problems.length - NAMED;
  if (more > 0) process.stderr.write(`mltl: left out ${more} more\n`);
}
