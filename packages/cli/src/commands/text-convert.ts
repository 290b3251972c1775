/**
 * `mltl text convert`: annotated text from one form to another.
 *
 * @module
 */
import { type Command, InvalidArgumentError, Option } from "commander";
import { addExamples } from "../help-examples.js";
import type { ConvertFlags } from "../text-run/convert-run.js";

const FORMS = ["conll", "conllu", "brat", "spacy", "doccano", "prodigy", "label-studio", "csv"];
const SCHEMES = ["IOB1", "BIO", "BIOES", "BILUO"];

/** Adds `mltl text convert`. */
export function registerTextConvert(text: Command): void {
  const command = text
    .command("convert")
    .description("annotated text from one form to another, and what the new form can't hold")
    .argument("<input>", "a file, gzipped or not, or a folder of brat's pairs")
    .addOption(new Option("--to <form>", "the new form").choices(FORMS).makeOptionMandatory())
    .addOption(new Option("--from <form>", "the input's form (default: found)").choices(FORMS))
    .addOption(
      new Option("--scheme <name>", "scheme of the tags that are written").choices(SCHEMES),
    )
    .addOption(
      new Option(
        "--from-scheme <name>",
        "scheme of the tags that are read (default: found)",
      ).choices(SCHEMES),
    )
    .addOption(
      new Option("--invalid <policy>", "how tags that their scheme forbids are read")
        .choices(["conlleval", "strict", "drop"])
        .default("conlleval"),
    )
    .option(
      "--columns <list>",
      "where tokens and tags are: token=1,tag=4; in CoNLL-U tag=NER (default: found)",
      columnList,
    )
    .option("--text-column <name>", "the column (csv) or key (JSON) of the text (default: text)")
    .addOption(
      new Option(
        "--offsets <unit>",
        "what the input's offsets count (default: its form's own)",
      ).choices(["utf16", "code-point"]),
    )
    .option("--out <file>", "write to a file; for brat a folder (default: standard output)")
    .addOption(
      new Option("--format <name>", "how the report is written")
        .choices(["text", "json"])
        .default("text"),
    )
    .option("--strict", "exit with 1 if anything was wrong, left out or lost")
    .action(async (input: string, flags: ConvertFlags) => {
      const { runConvert } = await import("../text-run/convert-run.js");
      await runConvert(input, flags);
    });
  addExamples(command, [
    ["text convert train.conll --to spacy --out train.jsonl", "for spaCy"],
    ["text convert brat/ --to conll --scheme BIOES --out all.conll", "a folder of brat's pairs"],
    ["text convert export.json --to brat --out brat/", "Label Studio's export, for brat"],
  ]);
}

function columnList(value: string): Record<string, string> {
  const pairs = value.split(",").map((part) => part.trim().split("="));
  if (pairs.every(([name, place]) => (name === "token" || name === "tag") && place)) {
    return Object.fromEntries(pairs);
  }
  throw new InvalidArgumentError("Expected token=COLUMN, tag=COLUMN or both, by comma.");
}
