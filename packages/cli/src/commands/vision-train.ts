/**
 * `mltl vision train`: teaches a classifier the faces in a folder.
 *
 * @module
 */
import type { Command } from "commander";
import { addExamples } from "../help-examples.js";
import { addTrainingOptions } from "../train-run/training-options.js";
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
    );
  addTrainingOptions(command, { items: "faces", other: "folder" })
    .option(
      "--group-by <what>",
      "keep together: subject, a column, or a pattern such as '^(S[0-9]+)_' in the names of files",
    )
    .option("--preview <file>", "also draw faces as the network is given them: a PNG")
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
