/**
 * `mltl train`: runs a plan from data to artifact.
 *
 * @module
 */
import type { Command } from "commander";
import { addExamples } from "../help-examples.js";
import { positiveInteger, wholeNumber } from "../option-parsers.js";
import { listFormatOption } from "../print-list.js";
import type { TrainFlags } from "../train-run/train-run.js";

/** Adds `mltl train`. */
export function registerTrain(program: Command): void {
  const command = program
    .command("train")
    .description("train a model by a plan; run it again to go on after a stop")
    .argument("<plan>", "a YAML file, such as those in benchmarks/plans")
    .option(
      "--out <folder>",
      "folder of the model; checkpoints lie in <folder>.run until it is done, the history in <folder>.history.jsonl",
    )
    .option("--seed <n>", "decides every random choice (default: the plan's)", wholeNumber)
    .option(
      "--set <field=value>",
      "change the plan: levels.0.stages.all.epochs=3, values in YAML",
      collect,
      [],
    )
    .option("--dry-run", "show what would be done, and how long it would take, and do nothing")
    .option("--resume", "refuse to begin anew: there has to be an unfinished run in <folder>.run")
    .option("--data-root <folder>", "where data sets lie (default: MLTL_DATA)")
    .option("--threads <n>", "threads of the engine (default: every core)", positiveInteger)
    .option("--tensorboard <folder>", "also write events there, a folder for each level")
    .option("--log-steps <n>", "steps between those in the history; 0 for none", wholeNumber, 50)
    .addOption(listFormatOption())
    .action(async (plan: string, flags: TrainFlags) => {
      const { runTrain } = await import("../train-run/train-run.js");
      await runTrain(plan, flags);
    });
  addExamples(command, [
    [
      "train benchmarks/plans/vision/emotion.yaml --out out/emotion",
      "the emotion classifier, from scratch",
    ],
    ["train plan.yaml --dry-run", "blocks, rates, steps and time, before anything is trained"],
    [
      "train plan.yaml --out out/try --seed 2 --set levels.0.stages.all.rate=0.01",
      "the same with another seed and another rate",
    ],
  ]);
}

function collect(value: string, values: string[]): string[] {
  return [...values, value];
}
