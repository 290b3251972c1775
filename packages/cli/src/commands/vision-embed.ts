/**
 * `mltl vision embed`: the features of every face in photographs.
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
import type { EmbedFlags } from "../vision-run/embed-run.js";

/** Adds `mltl vision embed`. */
export function registerVisionEmbed(vision: Command): void {
  const command = vision
    .command("embed")
    .description("the features of every face: what the last layer of a classifier reads")
    .argument("<inputs...>", "files, folders, quoted globs, or - for a list on standard input")
    .option("-0, --null", "the list on standard input is separated by NUL (find -print0)")
    .option("--model <model>", "a model by name, or the folder of your own", "emotion")
    .addOption(detectorOption())
    .addOption(facesOption())
    .addOption(minFaceOption())
    .addOption(minConfidenceOption())
    .addOption(
      new Option("--format <name>", "default: by the ending of --out, else jsonl").choices([
        "jsonl",
        "csv",
        "npy",
      ]),
    )
    .option("--out <file>", "write to a file; .npy has the faces beside it in .faces.csv")
    .option("--strict", "exit with 1 if any input fails")
    .action(async (inputs: string[], flags: EmbedFlags) => {
      const { runEmbed } = await import("../vision-run/embed-run.js");
      await runEmbed(inputs, flags);
    });
  addExamples(command, [
    ["vision embed photos/ --out faces.npy", "numpy.load gives float32 [faces, features]"],
    ["vision embed crops/ --faces crop --out faces.csv", "a row a face, a column a feature"],
  ]);
}
