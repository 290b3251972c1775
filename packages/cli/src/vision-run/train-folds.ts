/**
 * Cross-validation: a training for each fold, each tested on the faces that it was not taught.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { ARTIFACT_FILES, MltlError, planText, terminalOf, writeFileAtomic } from "@mltl/core";
import {
  type CrossValidation,
  crossValidation,
  type FaceScores,
  heldOutScores,
  type LevelFacesInput,
  splitCounts,
} from "@mltl/vision/training";
import { trainByPlan } from "../train-run/train-run.js";
import { prepareTraining } from "./prepare-training.js";
import { splitTable } from "./train-report.js";
import type { TrainingPlaces, VisionTrainFlags } from "./train-settings.js";

/**
 * Trains every fold that isn't there yet, and joins what their models say. Models and figures stay in
 * a folder beside the model's.
 *
 * @throws MltlError `E_USAGE` where that folder holds folds of another plan
 */
export async function trainFolds(
  count: number,
  flags: VisionTrainFlags,
  places: TrainingPlaces,
  settings: LevelFacesInput,
): Promise<CrossValidation> {
  await mkdir(places.folds, { recursive: true });
  const scores: FaceScores[] = [];
  for (let fold = 1; fold <= count; fold++) {
    const out = path.join(places.folds, `fold-${fold}`);
    const chosen = { ...settings, folds: { count, fold } };
    const prepared = await prepareTraining(flags, { ...places, out }, chosen);
    process.stderr.write(`\nfold ${fold} of ${count}\n`);
    if (await isTrained(out, prepared.written)) {
      process.stderr.write(`${out} is there already\n`);
    } else {
      const counts = splitCounts(prepared.faces, flags.groupBy);
      process.stderr.write(`${splitTable(counts, terminalOf(process.stderr))}\n`);
      await writeFileAtomic(planOf(out), planText(prepared.written));
      await trainByPlan(prepared.plan, out, { ...flags, resume: false });
    }
    scores.push(await heldOutScores(out, prepared.faces));
  }
  const found = crossValidation(scores);
  const text = `${JSON.stringify(found, undefined, 2)}\n`;
  await writeFileAtomic(path.join(places.folds, "folds.json"), text);
  return found;
}

/** Whether a fold's model is there, made by the very plan. */
async function isTrained(out: string, plan: unknown): Promise<boolean> {
  if (!existsSync(path.join(out, ARTIFACT_FILES.manifest))) return false;
  if ((await readFile(planOf(out), "utf8").catch(() => "")) === planText(plan)) return true;
  throw new MltlError(
    "E_USAGE",
    `Expected folds of this plan in ${path.dirname(out)}, received those of another: faces or options have changed`,
    { hint: `Name another --out, or delete ${path.dirname(out)}.` },
  );
}

function planOf(out: string): string {
  return `${out}.plan.yaml`;
}
