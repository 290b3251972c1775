/**
 * `mltl data add`: brings a data set that you have under the data root, checked.
 *
 * @module
 */
import type { Command } from "commander";
import { addExamples } from "../help-examples.js";

/** Adds `mltl data add`. */
export function registerDataAdd(parent: Command): void {
  const command = parent
    .command("add")
    .description("copy a data set that you have under the data root, every file checked by SHA-256")
    .argument("<name>", "a name that `mltl data ls` shows")
    .requiredOption("--from <path>", "the folder (or the one file) to copy from")
    .option("--data-root <folder>", "where data sets lie (default: MLTL_DATA)")
    .action(runDataAdd);
  addExamples(command, [
    ["data add fer2013 --from downloads/fer2013", "make FER2013 known to plans"],
  ]);
}

async function runDataAdd(
  name: string,
  options: { from: string; dataRoot?: string },
): Promise<void> {
  const { addData, dataRoot, findDataManifest } = await import("@mltl/core");
  const manifest = await findDataManifest(name);
  const folder = await addData(dataRoot(options.dataRoot), manifest, options.from, (file) => {
    process.stderr.write(`checked ${file}\n`);
  });
  process.stderr.write(`${manifest.title}\nlicence: ${manifest.licence}\n`);
  process.stdout.write(`${folder}\n`);
}
