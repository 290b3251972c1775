/**
 * `mltl vision align`: photographs made into faces to learn from.
 *
 * @module
 */
import { type Command, Option } from "commander";
import { detectorOption, minConfidenceOption, minFaceOption } from "../face-options.js";
import { addExamples } from "../help-examples.js";
import { positiveInteger } from "../option-parsers.js";
import type { AlignFlags } from "../vision-run/align-run.js";

/** Adds `mltl vision align`. */
export function registerVisionAlign(vision: Command): void {
  const command = vision
    .command("align")
    .description("find and align the faces of photographs: a picture each, in the same folders")
    .argument("<folder>", "photographs, such as a folder with a folder for each class")
    .requiredOption("--out <folder>", "where the faces go; a run that was stopped is gone on with")
    .option("--size <pixels>", "side of the pictures", positiveInteger, 48)
    .option("--colour", "keep the colours")
    .addOption(
      new Option(
        "--largest",
        "the largest face of each photograph (default for folders of folders)",
      ).conflicts("all"),
    )
    .option("--all", "every face (default where photographs lie in the folder itself)")
    .addOption(detectorOption())
    .addOption(minFaceOption())
    .addOption(minConfidenceOption())
    .option("--strict", "exit with 1 if any photograph fails")
    .action(async (folder: string, flags: AlignFlags) => {
      const { runAlign } = await import("../vision-run/align-run.js");
      await runAlign(folder, flags);
    });
  addExamples(command, [
    ["vision align photos-by-class --out faces", "then: mltl vision train --data faces"],
    ["vision align photos --out faces --all --size 112 --colour", "for other networks"],
  ]);
}
