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
  type TableOptions,
} from "@mltl/core";
import type { CrossValidation, SplitCount } from "@mltl/vision/training";
import { count, foldTable, numberColumn, percent, quoted } from "../train-run/figure-words.js";
import type { TrainedModel } from "../train-run/own-training.js";
import type { TrainingPlaces } from "../train-run/train-places.js";

/** A row a class, a column a part; the faces of all classes last. */
export function splitTable(counts: readonly SplitCount[], options: TableOptions = {}): string {
  const columns = [{ name: "class" }, ...counts.map(({ split }) => numberColumn(split))];
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

/** What a training was on. */
export interface TrainedOn {
  readonly counts: readonly SplitCount[];
  readonly begins: string;
  readonly places: TrainingPlaces;
  readonly data: string;
}

/** What was learned, how well, and what can be done with it. */
export function modelText(
  { labels, metrics }: TrainedModel,
  { counts, begins, places, data }: TrainedOn,
  options: TableOptions = {},
): string {
  const [{ faces }] = counts;
  return (
    `Learned ${labels.join(", ")} from ${count(faces)} faces, begun ${begins}.\n\n` +
    `${figureTable(metrics, counts, options)}\n` +
    nextSteps(places, { data, tested: "test" in metrics })
  );
}

/** A row for each split that has figures. */
function figureTable(
  metrics: ArtifactManifest["metrics"],
  counts: readonly SplitCount[],
  options: TableOptions = {},
): string {
  const columns = [
    { name: "split" },
    numberColumn("faces"),
    ...FIGURES.map(([, name]) => numberColumn(name)),
  ];
  const rows = Object.entries(metrics).map(([split, figures]) => {
    const faces = counts.find((one) => one.split === split)?.faces;
    return [split, faces === undefined ? "" : count(faces), ...figuresOf(figures)];
  });
  return formatTable(columns, rows, options);
}

/** What folds came to, and what was taken for what. */
export function foldsText(found: CrossValidation, options: TableOptions = {}): string {
  const figures = {
    folds: found.folds.map(({ faces, ...rest }) => ({ size: faces, figures: rest as Metrics })),
    mean: found.mean,
    together: { size: found.faces, figures: found.together },
  };
  return `${foldTable(figures, "faces", FIGURES, options)}\n${confusionTable(found, options)}`;
}

/** Rows are what faces are, columns what they were taken for. */
function confusionTable(
  { labels, confusion }: CrossValidation,
  options: TableOptions = {},
): string {
  const columns = [
    { name: "is, taken for" },
    ...labels.map((label) => numberColumn(printable(label))),
  ];
  const rows = confusion.map((row, i) => [printable(labels[i]), ...row.map(count)]);
  return formatTable(columns, rows, options);
}

/** Where everything lies, and what can be done with it. */
function nextSteps(
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

function figuresOf(metrics: Metrics): string[] {
  return FIGURES.map(([name]) => (name in metrics ? percent(metrics[name]) : ""));
}
