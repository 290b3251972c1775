/**
 * What people read of a training on faces: the split before it, the figures after it.
 *
 * @module
 */
import {
  type ArtifactManifest,
  formatTable,
  type Metrics,
  printable,
  type TableColumn,
  type TableOptions,
} from "@mltl/core";
import type { CrossValidation, SplitCount } from "@mltl/vision/training";
import type { TrainingPlaces } from "./train-settings.js";

const right = (name: string): TableColumn => ({ name, align: "right" });

/** A row a class, a column a part; the faces of all classes last. */
export function splitTable(counts: readonly SplitCount[], options: TableOptions = {}): string {
  const columns = [{ name: "class" }, ...counts.map(({ split }) => right(split))];
  const labels = Object.keys(counts[0].byLabel);
  const rows = labels.map((label) => [
    printable(label),
    ...counts.map(({ byLabel }) => count(byLabel[label])),
  ]);
  rows.push(["all", ...counts.map(({ faces }) => count(faces))]);
  if (counts.some(({ groups, faces }) => groups !== undefined && groups < faces)) {
    rows.push([
      "groups",
      ...counts.map(({ groups }) => (groups === undefined ? "" : count(groups))),
    ]);
  }
  return formatTable(columns, rows, options);
}

const FIGURES: readonly (readonly [string, string])[] = [
  ["accuracy", "accuracy"],
  ["balancedAccuracy", "balanced accuracy"],
  ["macroF1", "macro-F1"],
  ["ece", "calibration error"],
];

/** A row for each split that has figures. */
export function figureTable(
  metrics: ArtifactManifest["metrics"],
  counts: readonly SplitCount[],
  options: TableOptions = {},
): string {
  const columns = [{ name: "split" }, right("faces"), ...FIGURES.map(([, name]) => right(name))];
  const rows = Object.entries(metrics).map(([split, figures]) => {
    const faces = counts.find((one) => one.split === split)?.faces;
    return [split, faces === undefined ? "" : count(faces), ...figuresOf(figures)];
  });
  return formatTable(columns, rows, options);
}

/** What folds came to: each, their mean and deviation, all their faces together. */
export function foldTable(found: CrossValidation, options: TableOptions = {}): string {
  const figures = FIGURES.filter(([name]) => name in found.together);
  const columns = [{ name: "fold" }, right("faces"), ...figures.map(([, name]) => right(name))];
  const row = (name: string, faces: number, metrics: Metrics) => [
    name,
    count(faces),
    ...figures.map(([figure]) => percent(metrics[figure])),
  ];
  const rows = found.folds.map((fold, i) => row(String(i + 1), fold.faces, fold));
  rows.push([
    "mean ± sd",
    "",
    ...figures.map(([name]) => {
      const { mean, sd } = found.mean[name];
      return `${(100 * mean).toFixed(1)} ± ${(100 * (sd ?? 0)).toFixed(1)} %`;
    }),
  ]);
  rows.push(row("all together", found.faces, found.together));
  return formatTable(columns, rows, options);
}

/** Rows are what faces are, columns what they were taken for. */
export function confusionTable(
  { labels, confusion }: CrossValidation,
  options: TableOptions = {},
): string {
  const columns = [{ name: "is, taken for" }, ...labels.map((label) => right(printable(label)))];
  const rows = confusion.map((row, i) => [printable(labels[i]), ...row.map(count)]);
  return formatTable(columns, rows, options);
}

/** Where everything lies, and what can be done with it. */
export function nextSteps(
  { out, plan, split, place, page }: TrainingPlaces,
  { data, tested }: { readonly data: string; readonly tested: boolean },
): string {
  const scored = place !== undefined && tested ? quoted(split) : quoted(data);
  return [
    `The model is in ${out}, the faces of each split in ${split}; \`mltl train ${quoted(plan)}\` repeats the training.`,
    "",
    "Next:",
    `  mltl vision eval --model ${quoted(out)} --data ${scored} --out ${quoted(page)}`,
    `  mltl vision classify photos/ --model ${quoted(out)}`,
    "",
  ].join("\n");
}

/** As a shell reads it. */
function quoted(word: string): string {
  return /^[\w./@%+=:,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function figuresOf(metrics: Metrics): string[] {
  return FIGURES.map(([name]) => (name in metrics ? percent(metrics[name]) : ""));
}

function percent(value: number): string {
  return `${(100 * value).toFixed(1)} %`;
}

function count(value: number): string {
  return value.toLocaleString("en");
}
