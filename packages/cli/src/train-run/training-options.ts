/**
 * The options of training on one's own data that faces and text share.
 *
 * @module
 */
import type { Command } from "commander";
import { positiveInteger, wholeNumber } from "../option-parsers.js";
import { listFormatOption } from "../print-list.js";

/** Words of the options. */
export interface TrainingWords {
  /** What is learned from, such as `faces`. */
  readonly items: string;
  /** What others of them may lie in, such as `folder`. */
  readonly other: string;
}

/** Adds them; `--data` and `--from` are each command's own. */
export function addTrainingOptions(command: Command, { items, other }: TrainingWords): Command {
  return command
    .option("--out <folder>", "folder of the model (default: the data's name, with -model)")
    .option(
      `--val <share|${other}>`,
      `${items} to choose the best epoch on: a share, or other ${items}`,
      "0.15",
    )
    .option(
      `--test <share|${other}>`,
      `${items} to score once at the end: a share, or other ${items}`,
      "0.15",
    )
    .option(
      "--folds <k>",
      "train k times, each tested on its own part, then on all",
      positiveInteger,
    )
    .option("--folds-only", `no model on all ${items} after the folds`)
    .option(
      "--epochs <n>",
      `of the last stage (default: by the number of ${items})`,
      positiveInteger,
    )
    .option("--architecture <name>", "the network (default: that of --from)")
    .option("--licence <words>", `of the ${items}, for the model's card`)
    .option("--seed <n>", "decides the split and every random choice", wholeNumber, 1)
    .option("--set <field=value>", "change the plan: levels.0.stages.all.epochs=3", collect, [])
    .option("--dry-run", "show split, stages and time, and do nothing")
    .option("--resume", "refuse to begin anew: there has to be an unfinished run")
    .option("--data-root <folder>", "where data sets lie (default: MLTL_DATA)")
    .option("--threads <n>", "threads of the engine (default: every core)", positiveInteger)
    .addOption(listFormatOption());
}

function collect(value: string, values: string[]): string[] {
  return [...values, value];
}
