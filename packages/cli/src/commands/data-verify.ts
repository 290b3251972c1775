/**
 * `mltl data verify`: hashes the data sets that are here.
 *
 * @module
 */
import type { Command } from "commander";
import { addExamples } from "../help-examples.js";
import { type ListFormat, listFormatOption, printList } from "../print-list.js";

/** Adds `mltl data verify`. */
export function registerDataVerify(parent: Command): void {
  const command = parent
    .command("verify")
    .description("check every file of the data sets that are here; exit code 1 if one is damaged")
    .argument("[names...]", "the data sets to check (default: all that are here)")
    .option("--data-root <folder>", "where data sets lie (default: MLTL_DATA)")
    .addOption(listFormatOption())
    .action(runDataVerify);
  addExamples(command, [["data verify fer2013", "is my copy of FER2013 whole?"]]);
}

async function runDataVerify(
  names: string[],
  options: { dataRoot?: string; format: ListFormat },
): Promise<void> {
  const { dataRoot, findDataManifest, hasData, readDataManifests, verifyData } = await import(
    "@mltl/core"
  );
  const root = dataRoot(options.dataRoot);
  const all = await readDataManifests();
  const chosen =
    names.length > 0
      ? await Promise.all(names.map((name) => findDataManifest(name)))
      : all.filter((manifest) => hasData(root, manifest));
  const checks = [];
  for (const manifest of chosen) {
    for (const check of await verifyData(`${root}/${manifest.folder}`, manifest)) {
      checks.push({ name: manifest.name, ...check });
    }
  }
  await printList(options.format, checks, [
    { name: "name", value: ({ name }) => name },
    { name: "file", value: ({ file }) => file },
    { name: "status", value: ({ status }) => status },
  ]);
  const wrong = checks.filter(({ status }) => status !== "ok").length;
  process.stderr.write(`${checks.length - wrong} of ${checks.length} files are right\n`);
  if (wrong > 0) process.exitCode = 1;
}
