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
    .addOption(listFormatOption())
    .action(runModelLs);
  addExamples(command, [
    ["model ls", "the models that come with the toolkit"],
    ["model ls out/mine", "and one of your own"],
  ]);
}

async function runModelLs(folders: string[], { format }: { format: ListFormat }): Promise<void> {
  const [{ readManifest }, { DEFAULT_EMOTION_MODEL }, { DEFAULT_TAGGER_MODEL }] = await Promise.all(
    [import("@mltl/core"), import("@mltl/vision"), import("@mltl/text")],
  );
  const all = [DEFAULT_EMOTION_MODEL, DEFAULT_TAGGER_MODEL, ...folders];
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

/** A split's first metric, the one that the model was chosen by: `test accuracy 65.1 %`. */
function leading([split, metrics]: [string, Record<string, number>]): string {
  const [name, value] = Object.entries(metrics)[0];
  return `${split} ${name} ${(100 * value).toFixed(1)} %`;
}
