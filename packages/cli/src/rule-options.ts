/**
 * The options of rules beside a network, for the commands that take them.
 *
 * @module
 */
import { type Command, Option } from "commander";

/** Adds them. */
export function addRuleOptions(command: Command): Command {
  return command
    .option(
      "--gazetteer <file[:type]>",
      "phrases that are names: PHRASE<tab>TYPE on each line, or .csv, .jsonl; may be given again",
      another,
      [],
    )
    .addOption(
      new Option("--gazetteer-case <case>", "whether its phrases keep to upper and lower case")
        .choices(["exact", "ignore"])
        .default("exact"),
    )
    .option(
      "--patterns <file>",
      "regular expressions with a type each, .jsonl or .yaml; may be given again",
      another,
      [],
    )
    .addOption(
      new Option(
        "--rules <who>",
        "where a rule and the tagger find something else: win (the rule stands), lose (the tagger's stands), fill (the rule stands, and the tagger reads the rest with it settled)",
      )
        .choices(["win", "lose", "fill"])
        .default("win"),
    );
}

function another(value: string, before: readonly string[]): string[] {
  return [...before, value];
}
