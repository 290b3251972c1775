/**
 * `mltl vision eval`: how good a classifier is on faces with labels.
 *
 * @module
 */
import { type Command, Option } from "commander";
import { addExamples } from "../help-examples.js";
import { positiveInteger, wholeNumber } from "../option-parsers.js";
import { listFormatOption } from "../print-list.js";
import type { EvalFlags } from "../vision-run/eval-run.js";

/** Adds `mltl vision eval`. */
export function registerVisionEval(vision: Command): void {
  const command = vision
    .command("eval")
    .description("how good a classifier is on labelled faces: figures, confusions, calibration")
    .requiredOption(
      "--data <set>",
      "a data set's name, a folder with a folder for each class, or a CSV of path and label",
    )
    .option("--model <model>", "a model by name, or the folder of your own", "emotion")
    .option("--split <name>", "train, dev (or val), test (default: test where there is one)")
    .addOption(
      new Option("--faces <how>", "aligned: each picture is a face; detect: find one in each")
        .choices(["aligned", "detect"])
        .default("aligned"),
    )
    .addOption(
      new Option("--test-time <crops>", "average each face with its mirror image, or ten crops")
        .choices(["none", "flip", "ten"])
        .default("none"),
    )
    .option(
      "--conditions <names...>",
      "also with worse pictures: all, or some of rotated, dim, 40px, 24px",
    )
    .option("--clean", "leave out the faces that the set marks as twins of others or unfit")
    .option("--batch <n>", "faces that go through the network together", positiveInteger, 128)
    .option("--bootstrap <n>", "resamples for the interval; 0 for none", wholeNumber, 2000)
    .option(
      "--out <file>",
      "also write a page (.html) with the surest mistakes, or the figures (.json)",
    )
    .option("--data-root <folder>", "where data sets lie (default: MLTL_DATA)")
    .addOption(listFormatOption())
    .action(async (flags: EvalFlags) => {
      const { runEval } = await import("../vision-run/eval-run.js");
      await runEval(flags);
    });
  addExamples(command, [
    ["vision eval --data fer2013", "the model that comes along, on FER2013's test faces"],
    ["vision eval --data my-faces --model out/mine --out mine.html", "your own, as a page"],
    ["vision eval --data fer2013 --split dev --test-time flip --format json", "for programs"],
    ["vision eval --data photos-by-class --faces detect", "photographs: a face is found first"],
  ]);
}
