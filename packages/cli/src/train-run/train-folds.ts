/**
 * Cross-validation: a training for each fold, each tested on what it was not taught.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { ARTIFACT_FILES, MltlError, planText, terminalOf, writeFileAtomic } from "@mltl/core";
import { type OwnTraining, prepareTraining } from "./own-training.js";
import { trainByPlan } from "./train-run.js";

/**
 * Trains every fold that isn't there yet, and joins what their models say. Models and figures stay in
 * a folder beside the model's.
 *
 * @throws MltlError `E_USAGE` where that folder holds folds of another plan
 */
export async function trainFolds<Data, Score, Folds extends object>(
  training: OwnTraining<Data, Score, Folds>,
  count: number,
): Promise<Folds> {
  const { flags, places } = training;
  await mkdir(places.folds, { recursive: true });
  const scores: Score[] = [];
  for (let fold = 1; fold <= count; fold++) {
    const out = path.join(places.folds, `fold-${fold}`);
    const { data, plan, written } = await prepareTraining(training, { count, fold }, out);
    process.stderr.write(`\nfold ${fold} of ${count}\n`);
    if (await isTrained(out, written)) {
      process.stderr.write(`${out} is there already\n`);
    } else {
      process.stderr.write(`${training.splitText(data, terminalOf(process.stderr))}\n`);
      await writeFileAtomic(planOf(out), planText(written));
      await trainByPlan(plan, out, { ...flags, resume: false });
    }
    scores.push(await training.heldOut(out, data));
  }
  const found = training.join(scores);
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
    `Expected folds of this plan in ${path.dirname(out)}, received those of another: data or options have changed`,
    { hint: `Name another --out, or delete ${path.dirname(out)}.` },
  );
}

function planOf(out: string): string {
  return `${out}.plan.yaml`;
}
