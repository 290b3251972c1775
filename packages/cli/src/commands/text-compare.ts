/**
 * `mltl text compare`: is one tagger better than another on the same sentences?
 *
 * @module
 */
import { type Command, Option } from "commander";
import { addExamples } from "../help-examples.js";
import { positiveInteger, typeMap } from "../option-parsers.js";
import { listFormatOption } from "../print-list.js";
import { addRuleOptions } from "../rule-options.js";
import { schemeOption } from "../scheme-option.js";
import type { TextCompareFlags } from "../text-run/compare-run.js";

/** Adds `mltl text compare`. */
export function registerTextCompare(text: Command): void {
  const command = text
    .command("compare")
    .description(
      "two taggers on the same labelled sentences: both F1, their difference, and whether it is one",
    )
    .argument("<first>", "a model by name, the folder of one, or a file of predictions")
    .argument("<second>", "another")
    .requiredOption(
      "--data <set>",
      "a data set's name, a file of tagged sentences, or a folder of them",
    )
    .option("--split <name>", "train, dev (or val), test (default: test where there is one)")
    .option(
      "--types <map>",
      "what is scored: PER,LOC, or the set's name=what both call it: person=PER,group=ORG",
      typeMap,
    )
    .addOption(
      new Option("--invalid <policy>", "how tag sequences that their scheme forbids are read")
        .choices(["conlleval", "strict", "drop"])
        .default("conlleval"),
    )
    .addOption(schemeOption())
    .option("--resamples <n>", "shuffles of the test, and resamples", positiveInteger, 10_000)
    .option("--batch <n>", "sentences that go through a network together", positiveInteger);
  addRuleOptions(command)
    .option(
      "--out <file>",
      "also write a page (.html) with the sentences in which they differ, or the figures (.json)",
    )
    .option("--data-root <folder>", "where data sets lie (default: MLTL_DATA)")
    .addOption(listFormatOption())
    .action(async (first: string, second: string, flags: TextCompareFlags) => {
      const { runTextCompare } = await import("../text-run/compare-run.js");
      await runTextCompare(first, second, flags);
    });
  addExamples(command, [
    [
      "text compare en out/mine --data news.conll --out page.html",
      "your own against the one that comes along",
    ],
    [
      "text compare spacy.jsonl en --data uner-en-ewt --split dev",
      "against what another tool found",
    ],
  ]);
}
