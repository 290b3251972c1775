/**
 * `mltl model export`: a model for other engines.
 *
 * @module
 */
import path from "node:path";
import { type Command, Option } from "commander";
import { addExamples } from "../help-examples.js";

/** Adds `mltl model export`. */
export function registerModelExport(parent: Command): void {
  const command = parent
    .command("export")
    .description("write a model in a form that other engines load, with what it takes to use it")
    .argument("<folder>", "a model's folder")
    .addOption(
      new Option("--to <engine>", "tfjs: TensorFlow.js, in a page or anywhere")
        .choices(["tfjs"])
        .makeOptionMandatory(),
    )
    .option("--out <folder>", "where to (default: <name of the model>-tfjs)")
    .action(runModelExport);
  addExamples(command, [
    ["model export out/mine --to tfjs --out site/model", "a model for a page of your own"],
  ]);
}

async function runModelExport(folder: string, { out }: { out?: string }): Promise<void> {
  const [{ exportModel, loadEngine }] = await Promise.all([
    import("@mltl/core"),
    import("@mltl/vision/export"),
    import("@mltl/text/export"),
  ]);
  await loadEngine();
  const target = out ?? `${path.basename(path.resolve(folder))}-tfjs`;
  const { files, difference } = await exportModel(folder, target);
  for (const file of files) process.stdout.write(`${path.join(target, file)}\n`);
  process.stderr.write(
    `The export gives what the model gives (differs by ${difference.toExponential(0)} at most).\n`,
  );
}
