/**
 * `mltl vision classify`: the emotion of every face in photographs.
 *
 * @module
 */
import { type Command, Option } from "commander";
import {
  detectorOption,
  facesOption,
  minConfidenceOption,
  minFaceOption,
} from "../face-options.js";
import { addExamples } from "../help-examples.js";
import { formatOption } from "../output-format.js";
import type { ClassifyFlags } from "../vision-run/classify-run.js";

/** Adds `mltl vision classify`. */
export function registerVisionClassify(vision: Command): void {
  const command = vision
    .command("classify")
    .description("tell the emotion of every face in photographs")
    .argument("<inputs...>", "files, folders, quoted globs, or - for a list on standard input")
    .option("-0, --null", "the list on standard input is separated by NUL (find -print0)")
    .option("--model <model>", "a model by name, or the folder of your own (default: ferplus)")
    .addOption(detectorOption())
    .addOption(facesOption())
    .addOption(minFaceOption())
    .addOption(minConfidenceOption())
    .option(
      "--no-retry",
      "do not look again at 90, 180 and 270 degrees where no sure face is found",
    )
    .addOption(
      new Option("--test-time <crops>", "average each face with its mirror image, or ten crops")
        .choices(["none", "flip", "ten"])
        .default("none"),
    )
    .addOption(formatOption(["table", "jsonl", "json", "csv", "html"]))
    .option("--out <file>", "write results to a file")
    .option("--resume", "go on with --out (jsonl, csv) where a run was cut off")
    .option("--annotate <folder>", "write the photographs with their faces marked")
    .option("--save-crops <folder>", "write every face, aligned as the network sees it")
    .option("--sort-into <folder>", "copy each file to <folder>/<emotion of its largest face>")
    .option("--strict", "exit with 1 if any input fails")
    .action(async (inputs: string[], flags: ClassifyFlags) => {
      const { runClassify } = await import("../vision-run/classify-run.js");
      await runClassify(inputs, flags);
    });
  addExamples(command, [
    ["vision classify photos/", "every photograph in a folder and the folders in it"],
    ["vision classify 'photos/*.jpg' --out faces.csv", "a table for a spreadsheet, a row a face"],
    ["vision classify photos/ --out faces.html", "a page to look at"],
    ["vision classify photos/ --out faces.jsonl --resume", "go on after an interruption"],
    ["vision classify - -0 --sort-into sorted < list", "names from `find -print0`, files sorted"],
  ]);
}
