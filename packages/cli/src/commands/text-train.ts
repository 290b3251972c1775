/**
 * `mltl text train`: teaches a tagger the entities of one's own sentences.
 *
 * @module
 */
import type { Command } from "commander";
import { addExamples } from "../help-examples.js";
import { schemeOption } from "../scheme-option.js";
import type { TextTrainFlags } from "../text-run/train-tagger.js";
import { addTrainingOptions } from "../train-run/training-options.js";

/** Adds `mltl text train`. */
export function registerTextTrain(text: Command): void {
  const command = text
    .command("train")
    .description("teach a tagger your own types of entities; run it again to go on after a stop")
    .requiredOption(
      "--data <path>",
      "a file of tagged sentences (CoNLL, CoNLL-U, brat, JSON Lines, ...), a folder of train, dev and test files, or a set of `mltl data ls`",
    )
    .option("--from <model>", "what to begin with: en, a model's folder, or scratch", "en");
  addTrainingOptions(command, { items: "sentences", other: "file" })
    .addOption(schemeOption())
    .action(async (flags: TextTrainFlags) => {
      const { runTextTrain } = await import("../text-run/train-tagger.js");
      await runTextTrain(flags);
    });
  addExamples(command, [
    ["text train --data mine.conll", "one file: split, learned, tested; the model is mine-model"],
    ["text train --data mine/ --dry-run", "mine/train.conll, mine/dev.conll, mine/test.conll"],
    ["text train --data mine.jsonl --folds 5", "five trainings, every sentence tested once"],
  ]);
}
