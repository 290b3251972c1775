/**
 * `mltl model inspect`: what a model is made of, where it comes from and how good it is.
 *
 * @module
 */
import type { Command } from "commander";
import { addExamples } from "../help-examples.js";
import { type ListFormat, listFormatOption } from "../print-list.js";

/** Adds `mltl model inspect`. */
export function registerModelInspect(parent: Command): void {
  const command = parent
    .command("inspect")
    .description("blocks and parameters of a model, the levels behind it, figures, data, card")
    .argument("<folder>", "a model's folder")
    .option("--parameters", "a line for each parameter too")
    .addOption(listFormatOption())
    .action(runModelInspect);
  addExamples(command, [
    ["model inspect out/mine", "everything about a model of your own"],
    ["model inspect out/mine --format json", "the same for programs"],
  ]);
}

async function runModelInspect(
  folder: string,
  { format, parameters }: { format: ListFormat; parameters?: boolean },
): Promise<void> {
  const [core] = await Promise.all([
    import("@mltl/core"),
    import("@mltl/vision"),
    import("@mltl/text"),
  ]);
  const inspection = await core.inspectArtifact(folder);
  const text =
    format === "json"
      ? `${JSON.stringify(inspection, undefined, 2)}\n`
      : core.formatInspection(inspection, { ...core.terminalOf(process.stdout), parameters });
  process.stdout.write(text);
}
