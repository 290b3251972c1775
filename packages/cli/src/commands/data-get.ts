/**
 * `mltl data get`: fetches a data set that may be fetched, or says where to ask for it.
 *
 * @module
 */
import type { Command } from "commander";
import { addExamples } from "../help-examples.js";
import { interruptSignal } from "../interrupt.js";

/** Adds `mltl data get`. */
export function registerDataGet(parent: Command): void {
  const command = parent
    .command("get")
    .description("fetch a data set, or say where to ask for it; what broke off is gone on with")
    .argument("<name>", "a name that `mltl data ls` shows")
    .option("--data-root <folder>", "where data sets lie (default: MLTL_DATA)")
    .option("--manifests <folder>", "manifests of your own, in place of those that come along")
    .action(runDataGet);
  addExamples(command, [["data get ckplus48", "where CK+ is to be had, and what to do then"]]);
}

async function runDataGet(
  name: string,
  options: { dataRoot?: string; manifests?: string },
): Promise<void> {
  const { createProgress, dataRoot, findDataManifest, getData } = await import("@mltl/core");
  const manifest = await findDataManifest(name, options.manifests);
  const bytes = (manifest.get ?? []).reduce((sum, { size }) => sum + size, 0);
  const progress = createProgress({ label: "fetching", unit: "bytes", total: bytes });
  const held = new Map<string, number>();
  try {
    const folder = await getData(dataRoot(options.dataRoot), manifest, {
      signal: interruptSignal(),
      onProgress(file, now) {
        progress.tick(now - (held.get(file) ?? 0));
        held.set(file, now);
      },
    });
    progress.stop();
    process.stderr.write(`${manifest.title}\nlicence: ${manifest.licence}\n`);
    process.stdout.write(`${folder}\n`);
  } finally {
    progress.stop();
  }
}
