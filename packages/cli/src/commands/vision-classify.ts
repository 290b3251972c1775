/**
 * `mltl vision classify`: the emotion of every face in photographs.
 *
 * @module
 */
import { type Command, Option } from "commander";
import { addExamples } from "../help-examples.js";
import { fraction, positiveInteger } from "../option-parsers.js";
import { formatOption } from "../output-format.js";
import type { ClassifyFlags } from "../vision-run/classify-run.js";

/** Adds `mltl vision classify`. */
export function registerVisionClassify(vision: Command): void {
  const command = vision
    .command("classify")
    .description("tell the emotion of every face in photographs")
    .argument("<inputs...>", "files, folders, quoted globs, or - for a list on standard input")
    .option("-0, --null", "the list on standard input is separated by NUL (find -print0)")
    .option("--model <model>", "a model by name, or the folder of your own (default: emotion)")
    .addOption(
      new Option("--detector <name>", "what finds faces: ssd finds more, tiny is faster")
        .choices(["ssd", "tiny"])
        .default("ssd"),
    )
    .addOption(
      new Option(
        "--faces <how>",
        "detect: find them; crop: each picture is one face already; auto: small pictures are",
      )
        .choices(["detect", "crop", "auto"])
        .default("detect"),
    )
    .option("--min-face <pixels>", "leave out faces smaller than this", positiveInteger)
    .option("--min-confidence <0-1>", "leave out faces the detector is less sure of", fraction)
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
