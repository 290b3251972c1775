/**
 * What people read of a training on sentences: the split before it, the figures after it.
 *
 * @module
 */
import path from "node:path";
import { formatTable, type Metrics, printable, type TableOptions } from "@mltl/core";
import {
  type CrossValidation,
  type LevelSentences,
  type SplitCount,
  splitCounts,
} from "@mltl/text/training";
import { count, foldTable, numberColumn, percent, quoted } from "../train-run/figure-words.js";
import type { TrainedModel } from "../train-run/own-training.js";
import type { TrainingPlaces } from "../train-run/train-places.js";

/** A row a type, a column a part; then entities, tokens, sentences; and how it was split. */
export function splitText(sentences: LevelSentences, options: TableOptions = {}): string {
  const counts = splitCounts(sentences);
  const row = (name: string, of: (part: SplitCount) => number | undefined) => [
    name,
    ...counts.map((part) => {
      const value = of(part);
      return value === undefined ? "" : count(value);
    }),
  ];
  const rows = sentences.types.map((type) => row(printable(type), ({ byType }) => byType[type]));
  rows.push(row("all entities", ({ entities }) => entities));
  rows.push(row("tokens", ({ tokens }) => tokens));
  rows.push(row("sentences", (part) => part.sentences));
  if (counts.some(({ documents }) => documents !== undefined)) {
    rows.push(row("documents", ({ documents }) => documents));
  }
  const columns = [{ name: "type" }, ...counts.map(({ split }) => numberColumn(split))];
  return `${formatTable(columns, rows, options)}${remarks(sentences)}`;
}

function remarks({ sources, cut }: LevelSentences): string {
  const [{ split }] = sources;
  const lines = [
    ...(split ? [`Split by ${split.by}, seed ${split.seed}.`] : []),
    ...(cut.sentences > 0
      ? [`${longSentences(cut)} learned from in pieces, and scored in full.`]
      : []),
  ];
  return lines.length > 0 ? `\n${lines.join("\n")}\n` : "";
}

function longSentences({ sentences, longest }: LevelSentences["cut"]): string {
  const tokens = `${count(longest)} tokens`;
  return sentences === 1
    ? `1 long sentence (${tokens}) is`
    : `${count(sentences)} long sentences (up to ${tokens}) are`;
}

/** What a training was on. */
export interface TrainedOn {
  readonly sentences: LevelSentences;
  readonly begins: string;
  readonly places: TrainingPlaces;
  readonly data: string;
}

const FIGURES: readonly (readonly [string, string])[] = [
  ["f1", "F1"],
  ["precision", "precision"],
  ["recall", "recall"],
];

/** What was learned, how well, and what can be done with it. */
export function modelText(
  { labels, metrics, counts }: TrainedModel,
  { sentences, begins, places, data }: TrainedOn,
  options: TableOptions = {},
): string {
  const [train] = counts as readonly SplitCount[];
  return [
    `Learned ${labels.join(", ")} from ${count(train.sentences)} sentences, begun ${begins}. Strict F1: type and both borders right.\n`,
    figureTable(metrics, options),
    typeTable(labels, metrics, options),
    nextSteps(places, data, sentences),
  ].join("\n");
}

function figureTable(metrics: Readonly<Record<string, Metrics>>, options: TableOptions): string {
  const columns = [{ name: "split" }, ...FIGURES.map(([, name]) => numberColumn(name))];
  const rows = Object.entries(metrics).map(([split, figures]) => [
    printable(split),
    ...FIGURES.map(([name]) => percent(figures[name])),
  ]);
  return formatTable(columns, rows, options);
}

/** F1 of each type. */
function typeTable(
  labels: readonly string[],
  metrics: Readonly<Record<string, Metrics>>,
  options: TableOptions,
): string {
  const splits = Object.keys(metrics);
  const columns = [{ name: "type" }, ...splits.map((split) => numberColumn(`F1 on ${split}`))];
  const rows = labels.map((label) => [
    printable(label),
    ...splits.map((split) => {
      const f1 = metrics[split][`f1 ${label}`];
      return f1 === undefined ? "" : percent(f1);
    }),
  ]);
  return formatTable(columns, rows, options);
}

/** Where everything lies, and what can be done with it. */
function nextSteps(
  { out, plan, split, page }: TrainingPlaces,
  data: string,
  { sources, tests }: LevelSentences,
): string {
  const [source] = sources;
  const wasCut = source.split !== undefined;
  const part = Object.keys(tests).length > 0 ? "test" : "dev";
  const scored = wasCut ? path.join(split, `${part}.conll`) : data;
  const which = wasCut ? "" : ` --split ${part}`;
  const parts = wasCut ? `, the sentences of each part in ${split}` : "";
  return [
    `The model is in ${out}${parts}; \`mltl train ${quoted(plan)}\` repeats the training.`,
    "",
    "Next:",
    `  mltl text eval --model ${quoted(out)} --data ${quoted(scored)}${which} --out ${quoted(page)}`,
    `  mltl text tag letter.txt --model ${quoted(out)}`,
    "",
  ].join("\n");
}

/** What folds came to. */
export function foldsText(found: CrossValidation, options: TableOptions = {}): string {
  const figures = {
    folds: found.folds.map((fold) => ({ size: fold.sentences, figures: fold.figures })),
    mean: found.mean,
    together: { size: found.sentences, figures: found.together },
  };
  return foldTable(figures, "sentences", FIGURES, options);
}
