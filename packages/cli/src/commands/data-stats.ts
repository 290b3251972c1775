/**
 * `mltl data stats`: what is in a data set of faces, as a page and a table; how an experiment splits
 * faces or sentences.
 *
 * @module
 */
import type { Command } from "commander";
import { addExamples } from "../help-examples.js";
import { positiveInteger, wholeNumber } from "../option-parsers.js";
import { type ListFormat, listFormatOption, printList } from "../print-list.js";

interface StatsFlags {
  out?: string;
  dataRoot?: string;
  perClass: number;
  seed: number;
  format: ListFormat;
}

/** Adds `mltl data stats`. */
export function registerDataStats(parent: Command): void {
  const command = parent
    .command("stats")
    .description("what is in a data set of faces: counts, twins, groups, broken files; and a page")
    .argument(
      "<data>",
      "a data set's name, a folder with a folder for each class, a CSV; or an experiment's YAML file",
    )
    .option("--out <page>", "the page with the faces (default: NAME-stats.html)")
    .option("--per-class <n>", "faces of each class on the page", positiveInteger, 32)
    .option("--seed <n>", "which faces are shown", wholeNumber, 1)
    .option("--data-root <folder>", "where data sets lie (default: MLTL_DATA)")
    .addOption(listFormatOption())
    .action(runDataStats);
  addExamples(command, [
    ["data stats my-faces", "are they balanced, is any in there twice, can all be read?"],
    [
      "data stats benchmarks/paper/system-1/faces.yaml",
      "are people and twins on one side of every split that an experiment has?",
    ],
    [
      "data stats benchmarks/paper/system-1/entities.yaml",
      "what of the tested sentences has any level learned from, word for word or nearly?",
    ],
    ["data stats fer2013 --format json > fer2013.json", "for programs, every pair of twins in it"],
  ]);
}

async function runDataStats(data: string, flags: StatsFlags): Promise<void> {
  if (/\.ya?ml$/i.test(data)) return printExperimentSplits(data, flags);
  const { dataRoot, writeFileAtomic } = await import("@mltl/core");
  const { faceStatistics, openFaces, statisticsPage } = await import("@mltl/vision");
  const faces = await openFaces(data, { dataRoot: dataRoot(flags.dataRoot) });
  process.stderr.write(`reading ${faces.name}\n`);
  const statistics = await faceStatistics(faces);
  const { seed, perClass } = flags;
  const page = flags.out ?? `${faces.name}-stats.html`;
  await writeFileAtomic(page, await statisticsPage(faces, statistics, { seed, perClass }));
  if (flags.format === "json") {
    process.stdout.write(`${JSON.stringify(statistics, undefined, 2)}\n`);
  } else {
    const splits = Object.keys(statistics.counts);
    await printList("table", statistics.labels, [
      { name: "class", value: (label) => label },
      ...splits.map((split) => ({
        name: split,
        value: (label: string) => statistics.counts[split][label].toLocaleString("en"),
      })),
    ]);
  }
  const { twins, problems, groupsAcross } = statistics;
  const twinWords = ({ exact, near }: typeof twins.across) => `${exact} equal, ${near} nearly`;
  const remarks = [
    `twins across splits: ${twinWords(twins.across)}; within: ${twinWords(twins.within)}`,
    `groups in more than one split: ${groupsAcross.length}`,
    `left out: ${problems.length}${problems.length > 0 ? ` (${problems[0].path}: ${problems[0].reason})` : ""}`,
    `page: ${page}`,
  ];
  process.stderr.write(`${remarks.join("\n")}\n`);
}

/** Each way in which an experiment splits its last level, and what its test shares with the rest. */
async function printExperimentSplits(file: string, flags: StatsFlags): Promise<void> {
  const { dataRoot, readExperiment } = await import("@mltl/core");
  const { name, variants } = await readExperiment(file);
  const { seed } = flags;
  const options = { dataRoot: dataRoot(flags.dataRoot), seed };
  const printJson = (splits: readonly unknown[]) => {
    const found = { schema: "mltl.splits/1", experiment: name, seed, splits };
    process.stdout.write(`${JSON.stringify(found, undefined, 2)}\n`);
  };
  if (variants.every(({ resolved }) => resolved.levels.every(({ task }) => /^text\//.test(task)))) {
    const splits = await textSplits(variants, options);
    return flags.format === "json" ? printJson(splits) : printTextSplits(splits);
  }
  const { experimentSplits } = await import("@mltl/vision/training");
  const splits = await experimentSplits(variants, options);
  if (flags.format === "json") return printJson(splits);
  type Splits = (typeof splits)[number];
  const faces = (part: string) => ({
    name: part,
    value: ({ parts }: Splits) => (parts[part]?.faces ?? 0).toLocaleString("en"),
  });
  await printList("table", splits, [
    { name: "data", value: ({ data, set }) => data ?? set },
    { name: "plans", value: ({ plans }) => plans.join(", ") },
    ...["train", "dev", "test"].map(faces),
    { name: "groups shared", value: ({ groupsShared }) => groupsShared?.toString() ?? "unknown" },
    { name: "tested twins, equal", value: ({ twins }) => twins.exact.toLocaleString("en") },
    { name: "nearly", value: ({ twins }) => twins.near.toLocaleString("en") },
  ]);
}

type Variants = Awaited<ReturnType<typeof import("@mltl/core")["readExperiment"]>>["variants"];
type TextSplits = Awaited<ReturnType<typeof textSplits>>;

async function textSplits(variants: Variants, options: { dataRoot: string; seed: number }) {
  const { experimentSplits } = await import("@mltl/text/training");
  return experimentSplits(variants, options);
}

/** What sentences that are chosen or tested on share with what each level learns from. */
function printTextSplits(splits: TextSplits): Promise<void> {
  type Split = TextSplits[number];
  const number = (value: number | undefined) => value?.toLocaleString("en") ?? "unknown";
  return printList("table", splits, [
    { name: "data", value: ({ data }: Split) => data ?? "" },
    { name: "split", value: ({ split }: Split) => split },
    { name: "learned in", value: ({ level }: Split) => level },
    { name: "sentences", value: ({ sentences }: Split) => number(sentences) },
    { name: "learned word for word", value: ({ same }: Split) => number(same) },
    { name: "nearly", value: ({ near }: Split) => number(near) },
    { name: "documents", value: ({ documents }: Split) => number(documents) },
    { name: "shared", value: ({ sharedDocuments }: Split) => number(sharedDocuments) },
  ]);
}
