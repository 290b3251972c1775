/**
 * `mltl vision train`: teaches a classifier the faces in a folder.
 *
 * @module
 */
import type { Command } from "commander";
import { addExamples } from "../help-examples.js";
import { positiveInteger, wholeNumber } from "../option-parsers.js";
import { listFormatOption } from "../print-list.js";
import type { VisionTrainFlags } from "../vision-run/train-settings.js";

/** Adds `mltl vision train`. */
export function registerVisionTrain(vision: Command): void {
  const command = vision
    .command("train")
    .description("teach a classifier your own faces; run it again to go on after a stop")
    .requiredOption(
      "--data <folder>",
      "a folder with a folder of faces for each class, a CSV of path and label, or a set of `mltl data ls`",
    )
    .option(
      "--from <model>",
      "what to begin with: emotion, a model's folder, or scratch",
      "emotion",
    )
    .option("--out <folder>", "folder of the model (default: the data's name, with -model)")
    .option(
      "--val <share|folder>",
      "faces to choose the best epoch on: a share, or other faces",
      "0.15",
    )
    .option(
      "--test <share|folder>",
      "faces to score once at the end: a share, or other faces",
      "0.15",
    )
    .option(
      "--group-by <what>",
      "keep together: subject, a column, or a pattern such as '^(S[0-9]+)_' in the names of files",
    )
    .option(
      "--folds <k>",
      "train k times, each tested on its own part, then on all",
      positiveInteger,
    )
    .option("--folds-only", "no model on all faces after the folds")
    .option("--epochs <n>", "of the last stage (default: by the number of faces)", positiveInteger)
    .option("--architecture <name>", "the network (default: that of --from)")
    .option("--licence <words>", "of the faces, for the model's card")
    .option("--seed <n>", "decides the split and every random choice", wholeNumber, 1)
    .option("--set <field=value>", "change the plan: levels.0.stages.all.epochs=3", collect, [])
    .option("--dry-run", "show split, stages and time, and do nothing")
    .option("--preview <file>", "also draw faces as the network is given them: a PNG")
    .option("--resume", "refuse to begin anew: there has to be an unfinished run")
    .option("--data-root <folder>", "where data sets lie (default: MLTL_DATA)")
    .option("--threads <n>", "threads of the engine (default: every core)", positiveInteger)
    .addOption(listFormatOption())
    .action(async (flags: VisionTrainFlags) => {
      const { runVisionTrain } = await import("../vision-run/train-faces.js");
      await runVisionTrain(flags);
    });
  addExamples(command, [
    ["vision train --data my-faces/", "my-faces/happy/*.jpg, my-faces/bored/*.jpg, ..."],
    ["vision train --data my-faces/ --group-by '^(.+?)_' --dry-run", "a person on one side only"],
    ["vision train --data my-faces/ --folds 5", "five trainings, every face tested once"],
  ]);
}

function collect(value: string, values: string[]): string[] {
  return [...values, value];
}
