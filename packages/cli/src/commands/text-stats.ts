/**
 * `mltl text stats`: what is in a data set of tagged sentences, as a page and a table.
 *
 * @module
 */
import type { Command } from "commander";
import { addExamples } from "../help-examples.js";
import { type ListFormat, listFormatOption, printList } from "../print-list.js";

interface TextStatsFlags {
  data: string;
  out?: string;
  dataRoot?: string;
  format: ListFormat;
}

/** Adds `mltl text stats`. */
export function registerTextStats(text: Command): void {
  const command = text
    .command("stats")
    .description(
      "what is in tagged sentences: sizes, types, what is tagged in two ways; and a page",
    )
    .requiredOption("--data <path>", "a data set's name, a file of tagged sentences, or a folder")
    .option("--out <page>", "the page, which quotes the text (default: NAME-stats.html)")
    .option("--data-root <folder>", "where data sets lie (default: MLTL_DATA)")
    .addOption(listFormatOption())
    .action(runTextStats);
  addExamples(command, [
    ["text stats --data mine.conll", "which types, how many, and which places look wrong"],
    ["text stats --data wnut17 --format json", "for programs, every suspect in it"],
  ]);
}

async function runTextStats({ data, out, dataRoot: root, format }: TextStatsFlags): Promise<void> {
  const { dataRoot, writeFileAtomic } = await import("@mltl/core");
  const { openTagged, sizeRows, taggedStatistics, taggedStatisticsPage } = await import(
    "@mltl/text"
  );
  const tagged = await openTagged(data, { dataRoot: dataRoot(root) });
  const statistics = await taggedStatistics(tagged);
  const page = out ?? `${tagged.name}-stats.html`;
  await writeFileAtomic(page, taggedStatisticsPage(statistics));
  if (format === "json") {
    process.stdout.write(`${JSON.stringify(statistics, undefined, 2)}\n`);
  } else {
    await printList("table", sizeRows(statistics), [
      { name: "", value: ([name]) => name },
      ...Object.keys(statistics.splits).map((split, i) => ({
        name: split,
        value: ([, cells]: [string, string[]]) => cells[i],
      })),
    ]);
  }
  const { ambiguous, suspects, problems } = statistics;
  const [first] = problems;
  const where =
    first && (first.line === undefined ? first.path : `${first.path}, line ${first.line}`);
  const remarks = [
    `words of several types: ${ambiguous.length}; tagged otherwise than mostly: ${suspects.length}`,
    `problems: ${problems.length}${first ? ` (${where}: ${first.reason})` : ""}`,
    `page: ${page}`,
  ];
  process.stderr.write(`${remarks.join("\n")}\n`);
}
