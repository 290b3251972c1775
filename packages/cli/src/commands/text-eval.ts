/**
 * `mltl text eval`: how good a tagger is on sentences with labels.
 *
 * @module
 */
import { type Command, Option } from "commander";
import { addExamples } from "../help-examples.js";
import { columnPair, positiveInteger, typeMap, wholeNumber } from "../option-parsers.js";
import { listFormatOption } from "../print-list.js";
import { addRuleOptions } from "../rule-options.js";
import { schemeOption } from "../scheme-option.js";
import type { TextEvalFlags } from "../text-run/eval-run.js";

/** Adds `mltl text eval`. */
export function registerTextEval(text: Command): void {
  const command = text
    .command("eval")
    .description("how good a tagger is on labelled sentences: figures, confusions, every error")
    .option("--data <set>", "a data set's name, a file of tagged sentences, or a folder of them")
    .option("--model <model>", "a model by name, or the folder of your own (default: en)")
    .option("--split <name>", "train, dev (or val), test (default: test where there is one)")
    .option(
      "--types <map>",
      "what is scored: PER,LOC, or the set's name=the model's: person=PER,group=ORG",
      typeMap,
    )
    .addOption(
      new Option("--invalid <policy>", "how tag sequences that their scheme forbids are read")
        .choices(["conlleval", "strict", "drop"])
        .default("conlleval"),
    )
    .addOption(schemeOption())
    .addOption(
      new Option(
        "--predictions <file>",
        "instead of a model: what any tool found in --data, in any form; without --data a CoNLL file with gold and predicted tags",
      ).conflicts(["model", "batch"]),
    )
    .option(
      "--columns <gold,predicted>",
      "with --predictions alone: which columns, from 1 (default: the last two of tags)",
      columnPair,
    );
  addRuleOptions(command)
    .option("--batch <n>", "sentences that go through the network together", positiveInteger)
    .option("--bootstrap <n>", "resamples for the interval; 0 for none", wholeNumber, 2000)
    .option("--out <file>", "also write a page (.html) with the errors, or the figures (.json)")
    .option(
      "--save-predictions <file>",
      "also write label sequences and hashes of the sentences, without the text",
    )
    .option("--data-root <folder>", "where data sets lie (default: MLTL_DATA)")
    .addOption(listFormatOption())
    .action(async (flags: TextEvalFlags) => {
      const { runTextEval } = await import("../text-run/eval-run.js");
      await runTextEval(flags);
    });
  addExamples(command, [
    ["text eval --data uner-en-ewt", "the model that comes along, on the web treebank's test"],
    ["text eval --data news.conll --model out/mine --out mine.html", "your own, as a page"],
    ["text eval --data wnut17 --split dev --format json", "for programs"],
    ["text eval --data news.conll --gazetteer towns.tsv:LOC", "with rules beside the network"],
    [
      "text eval --predictions both.conll",
      "gold and predicted tags: what conlleval would say, and more",
    ],
    ["text eval --predictions spacy.jsonl --data news.conll", "what another tool found in them"],
  ]);
}
