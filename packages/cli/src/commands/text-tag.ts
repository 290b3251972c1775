/**
 * `mltl text tag`: the named entities of texts.
 *
 * @module
 */
import { type Command, Option } from "commander";
import { addExamples } from "../help-examples.js";
import { fraction, wholeNumber } from "../option-parsers.js";
import { formatOption } from "../output-format.js";
import { addRuleOptions } from "../rule-options.js";
import type { TagFlags } from "../text-run/tag-run.js";

/** Adds `mltl text tag`. */
export function registerTextTag(text: Command): void {
  const command = text
    .command("tag")
    .description("find the people, places, organisations and other names in texts")
    .argument("<inputs...>", "files, folders, quoted globs, or - for the text on standard input")
    .option("--model <model>", "a model by name, or the folder of your own (default: en)")
    .option("--types <list>", "leave out entities of other types than these: PER,LOC", byComma)
    .option("--min-confidence <0-1>", "leave out entities the tagger is less sure of", fraction);
  addRuleOptions(command)
    .option("--alternatives <n>", "the next n readings of each sentence (json, jsonl)", wholeNumber)
    .addOption(
      new Option(
        "--input <layout>",
        "text; jsonl or csv with a text in each row; conll with a token on each line (default: by the file's ending, else text)",
      ).choices(["text", "jsonl", "csv", "conll"]),
    )
    .addOption(new Option("--lines", "take each line as one sentence").conflicts("input"))
    .option("--text-column <name>", "the column (csv) or key (jsonl) of the text", "text")
    .option("--lenient", "put U+FFFD where a file is not UTF-8, instead of failing it")
    .addOption(formatOption(["table", "jsonl", "json", "csv", "conll", "html"]))
    .option("--out <file>", "write results to a file")
    .option("--resume", "go on with --out (jsonl, csv) where a run was cut off")
    .option("--strict", "exit with 1 if any input fails")
    .action(async (inputs: string[], flags: TagFlags) => {
      const { runTag } = await import("../text-run/tag-run.js");
      await runTag(inputs, flags);
    });
  addExamples(command, [
    ["text tag letter.txt", "the names in a text, as a table"],
    ["text tag articles/ --out names.csv", "a folder, for a spreadsheet, a row a name"],
    ["text tag articles/ --out names.jsonl --resume", "go on after an interruption"],
    ["text tag reviews.csv --text-column body", "a column of a table"],
    ["text tag articles/ --gazetteer products.txt:PRODUCT", "names of your own as well"],
    ["text tag - --out page.html < letter.txt", "the text itself with its names marked"],
  ]);
}

function byComma(value: string): string[] {
  return value.split(",").map((name) => name.trim());
}
