/**
 * `mltl text tokenize`: texts in words, and words in the pieces of a pretrained encoder.
 *
 * @module
 */
import { type Command, Option } from "commander";
import { addExamples } from "../help-examples.js";
import { positiveInteger, wholeNumber } from "../option-parsers.js";
import { formatOption } from "../output-format.js";
import type { TokenizeFlags } from "../text-run/tokenize-run.js";

/** Adds `mltl text tokenize`. */
export function registerTextTokenize(text: Command): void {
  const command = text
    .command("tokenize")
    .description(
      "texts in sentences and words, and words in the pieces of a tokenizer, with places",
    )
    .argument("<inputs...>", "files, folders, quoted globs, or - for the text on standard input")
    .option(
      "--tokenizer <file>",
      "a tokenizer.json (WordPiece, BPE, Unigram), as stands beside a pretrained model's weights",
    )
    .option(
      "--max-pieces <n>",
      "pieces that an encoder sees at once, special ones included",
      positiveInteger,
      512,
    )
    .option("--overlap <n>", "pieces that windows of a long sentence share", wholeNumber, 128)
    .addOption(
      new Option(
        "--input <layout>",
        "text; jsonl or csv with a text in each row; conll with a token on each line (default: by the file's ending, else text)",
      ).choices(["text", "jsonl", "csv", "conll"]),
    )
    .addOption(new Option("--lines", "take each line as one sentence").conflicts("input"))
    .option("--text-column <name>", "the column (csv) or key (jsonl) of the text", "text")
    .addOption(formatOption(["table", "jsonl"]))
    .option("--out <file>", "write results to a file")
    .action(async (inputs: string[], flags: TokenizeFlags) => {
      const { runTokenize } = await import("../text-run/tokenize-run.js");
      await runTokenize(inputs, flags);
    });
  addExamples(command, [
    ["text tokenize letter.txt", "how text is cut into sentences and words"],
    ["text tokenize letter.txt --tokenizer bert/tokenizer.json", "which pieces an encoder sees"],
  ]);
}
