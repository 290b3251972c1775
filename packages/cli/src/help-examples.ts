import type { Command } from "commander";

/**
 * Adds an `Examples:` part to a command's help.
 *
 * @param examples - pairs of a command line (without the leading `mltl`) and what it does
 */
export function addExamples(
  command: Command,
  examples: readonly (readonly [string, string])[],
): void {
  const lines = examples.map(([line, meaning]) => `  # ${meaning}\n  $ mltl ${line}`);
  command.addHelpText("after", `\nExamples:\n${lines.join("\n\n")}`);
}
