/**
 * The run behind `mltl text compare`: figures on standard output, a page beside.
 *
 * @module
 */
import { createProgress, dataRoot, formatTable, printable, terminalOf } from "@mltl/core";
import {
  compareEntities,
  type EntityComparisonReport,
  entityComparisonPage,
  f1Words,
  type InvalidTags,
  points,
  type TagSchemeName,
  verdict,
} from "@mltl/text";
import {
  checkEvaluationOutput,
  type EvaluationOutput,
  number,
  percent,
  writeEvaluation,
} from "../evaluation-output.js";
import { problemLines } from "./problem-lines.js";
import { type RuleFlags, readRules } from "./read-rules.js";
import { startTagger } from "./start-tagger.js";

/** The options of `mltl text compare`. */
export interface TextCompareFlags extends EvaluationOutput, RuleFlags {
  data: string;
  split?: string;
  types?: Record<string, string>;
  invalid: InvalidTags;
  scheme?: TagSchemeName;
  resamples: number;
  batch?: number;
  dataRoot?: string;
}

/** Compares, prints the figures and writes what is asked for. */
export async function runTextCompare(
  first: string,
  second: string,
  flags: TextCompareFlags,
): Promise<void> {
  checkEvaluationOutput(flags);
  const rules = await readRules(flags);
  await startTagger();
  const bar = createProgress({ label: "tagging", unit: "sentences" });
  let shown = 0;
  const comparison = await compareEntities({
    ...flags,
    first,
    second,
    rules,
    dataRoot: dataRoot(flags.dataRoot),
    onProgress(done, all) {
      for (; shown < done; shown++) bar.tick();
      if (done === all) shown = 0;
    },
  }).finally(() => bar.stop());
  await writeEvaluation(
    flags,
    comparison.report,
    () => table(comparison.report),
    () => entityComparisonPage(comparison),
  );
  for (const line of problemLines(comparison.problems)) process.stderr.write(`mltl: ${line}\n`);
}

const RIGHT = { align: "right" } as const;

function table(report: EntityComparisonReport): string {
  const { data, first, second, difference, interval, p, agreement, units } = report;
  const size = terminalOf(process.stdout);
  const columns = [
    { name: "" },
    { name: "F1", ...RIGHT },
    { name: "precision", ...RIGHT },
    { name: "recall", ...RIGHT },
    { name: "found", ...RIGHT },
  ];
  const rows = [first, second].map(({ model, f1, precision, recall, predicted }) => [
    printable(model.name),
    ...[f1, precision, recall].map(percent),
    number(predicted),
  ]);
  const facts = [
    [
      "difference",
      points(difference),
      `95 %: ${points(interval.lower)} to ${points(interval.upper)}, over ${number(report.count)} ${units}`,
    ],
    ["p", p.toFixed(4), "paired approximate randomization, two-sided"],
    ["found by both", number(agreement.both), `of ${number(report.entities)} entities`],
    ["by the first alone", number(agreement.first), ""],
    ["by the second alone", number(agreement.second), ""],
    ["by neither", number(agreement.neither), ""],
    ["sentences that differ", number(report.differing), `of ${number(report.sentences)}`],
  ];
  return [
    `${printable(data.name)}, ${data.split}: ${Object.keys(first.types).map(printable).join(", ")}\n${f1Words(report)}\n`,
    formatTable(columns, rows, size),
    formatTable(
      [{ name: "second less first" }, { name: "value", ...RIGHT }, { name: "" }],
      facts,
      size,
    ),
    `${printable(verdict(report))}\n`,
  ].join("\n");
}
