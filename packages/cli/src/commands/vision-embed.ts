/**
 * `mltl vision embed`: the features of every face in photographs.
 *
 * @module
 */
import { type Command, Option } from "commander";
import { addExamples } from "../help-examples.js";
import { fraction, positiveInteger } from "../option-parsers.js";
import type { EmbedFlags } from "../vision-run/embed-run.js";

/** Adds `mltl vision embed`. */
export function registerVisionEmbed(vision: Command): void {
  const command = vision
    .command("embed")
    .description("the features of every face: what the last layer of a classifier reads")
    .argument("<inputs...>", "files, folders, quoted globs, or - for a list on standard input")
    .option("-0, --null", "the list on standard input is separated by NUL (find -print0)")
    .option("--model <model>", "a model by name, or the folder of your own", "emotion")
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
