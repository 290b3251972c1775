/**
 * `mltl data ls`: the data sets the toolkit knows, and whether they are here.
 *
 * @module
 */
import type { Command } from "commander";
import { addExamples } from "../help-examples.js";
import { type ListFormat, listFormatOption, printList } from "../print-list.js";

/** Adds `mltl data ls`. */
export function registerDataLs(parent: Command): void {
  const command = parent
    .command("ls")
    .description("the data sets the toolkit knows, and whether they are here")
    .option("--data-root <folder>", "where data sets lie (default: MLTL_DATA)")
    .addOption(listFormatOption())
    .action(runDataLs);
  addExamples(command, [["data ls", "what there is, under which licence, and what is here"]]);
}

async function runDataLs(options: { dataRoot?: string; format: ListFormat }): Promise<void> {
  const { dataRoot, hasData, readDataManifests } = await import("@mltl/core");
  const root = dataRoot(options.dataRoot);
  const sets = (await readDataManifests()).map((manifest) => ({
    ...manifest,
    present: hasData(root, manifest),
  }));
  await printList(options.format, sets, [
    { name: "name", value: ({ name }) => name },
    { name: "here", value: ({ present }) => (present ? "yes" : "no") },
    { name: "task", value: ({ task }) => task },
    {
      name: "items",
      value: ({ counts = {} }) =>
        Object.entries(counts)
          .map(([split, n]) => `${split} ${n}`)
          .join(", "),
    },
    { name: "licence", cut: "end", value: ({ licence }) => licence },
    { name: "title", cut: "end", value: ({ title }) => title },
  ]);
  process.stderr.write(`data root: ${root}\n`);
}
