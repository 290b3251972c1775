/**
 * `mltl model ls`: the models that come with the toolkit, and those in folders named.
 *
 * @module
 */
import type { Command } from "commander";
import { addExamples } from "../help-examples.js";
import { type ListFormat, listFormatOption, printList } from "../print-list.js";

/** Adds `mltl model ls`. */
export function registerModelLs(parent: Command): void {
  const command = parent
    .command("ls")
    .description("the models at hand: what they do, how well, on which data, under which licence")
    .argument("[folders...]", "further models, each in its folder")
    .option(
      "--architectures",
      "instead: the networks over faces that a plan can name, and their cost",
    )
    .option(
      "--measure",
      "with --architectures: also how many faces a second this machine classifies",
    )
    .addOption(listFormatOption())
    .action(runModelLs);
  addExamples(command, [
    ["model ls", "the models that come with the toolkit"],
    ["model ls --architectures --measure", "networks to train: parameters, multiply-adds, faces/s"],
    ["model ls out/mine", "and one of your own"],
  ]);
}

interface ModelLsOptions {
  format: ListFormat;
  architectures?: boolean;
  measure?: boolean;
}

async function runModelLs(folders: string[], options: ModelLsOptions): Promise<void> {
  if (options.architectures) return listArchitectures(options);
  const { format } = options;
  const [{ readManifest }, { FACE_MODELS }, { DEFAULT_TAGGER_MODEL }] = await Promise.all([
    import("@mltl/core"),
    import("@mltl/vision"),
    import("@mltl/text"),
  ]);
  const all = [...Object.values(FACE_MODELS), DEFAULT_TAGGER_MODEL, ...folders];
  const models = await Promise.all(
    all.map(async (folder) => ({ folder, ...(await readManifest(folder)) })),
  );
  await printList(format, models, [
    { name: "name", value: ({ name }) => name },
    { name: "task", value: ({ task }) => task },
    { name: "labels", value: ({ labels }) => labels.join(" ") },
    {
      name: "parameters",
      align: "right",
      value: ({ parameters }) => parameters.toLocaleString("en"),
    },
    { name: "figures", value: ({ metrics }) => Object.entries(metrics).map(leading).join(", ") },
    { name: "data", cut: "end", value: ({ data }) => data.map(({ name }) => name).join(" ") },
    { name: "licence", cut: "end", value: ({ licence }) => licence },
    { name: "folder", cut: "start", value: ({ folder }) => folder },
  ]);
}

async function listArchitectures({ format, measure }: ModelLsOptions): Promise<void> {
  const [{ loadEngine, requireNative }, { architectureCosts }] = await Promise.all([
    import("@mltl/core"),
    import("@mltl/vision/training"),
  ]);
  requireNative(await loadEngine(), "Counting what networks cost");
  const costs = architectureCosts({ measure });
  await printList(format, costs, [
    { name: "architecture", value: ({ architecture }) => architecture },
    {
      name: "parameters",
      align: "right",
      value: ({ parameters }) => parameters.toLocaleString("en"),
    },
    {
      name: "multiply-adds",
      align: "right",
      value: ({ multiplyAdds }) => `${(multiplyAdds / 1e6).toFixed(1)} M`,
    },
    ...(measure
      ? [
          {
            name: "faces/s",
            align: "right" as const,
            value: ({ facesPerSecond = 0 }: (typeof costs)[number]) => facesPerSecond.toFixed(0),
          },
        ]
      : []),
    { name: "options", cut: "end", value: ({ options }) => JSON.stringify(options) },
  ]);
}

/** A split's first metric, the one that the model was chosen by: `test accuracy 65.1 %`. */
function leading([split, metrics]: [string, Record<string, number>]): string {
  const [name, value] = Object.entries(metrics)[0];
  return `${split} ${name} ${(100 * value).toFixed(1)} %`;
}
