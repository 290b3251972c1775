/**
 * The run behind `mltl text eval`: figures on standard output, a page beside.
 *
 * @module
 */
import {
  createProgress,
  dataRoot,
  formatTable,
  MltlError,
  printable,
  SPAN_ERROR_KINDS,
  SPAN_SCHEMAS,
  type SpanScore,
  terminalOf,
  writeFileAtomic,
} from "@mltl/core";
import {
  type EntityEvaluation,
  type EntityEvaluationReport,
  entityEvaluationPage,
  evaluatePredictionFile,
  evaluatePredictions,
  evaluateTagger,
  f1Words,
  type InvalidTags,
  labelSequences,
  type TagSchemeName,
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

/** The options of `mltl text eval`. */
export interface TextEvalFlags extends EvaluationOutput, RuleFlags {
  data?: string;
  model?: string;
  split?: string;
  types?: Record<string, string>;
  invalid: InvalidTags;
  scheme?: TagSchemeName;
  predictions?: string;
  columns?: { gold: number; predicted: number };
  batch?: number;
  bootstrap: number;
  savePredictions?: string;
  dataRoot?: string;
}

/** Evaluates, prints the figures and writes what is asked for. */
export async function runTextEval(flags: TextEvalFlags): Promise<void> {
  checkEvaluationOutput(flags);
  const evaluation = await evaluate(flags);
  const { report } = evaluation;
  await writeEvaluation(
    flags,
    report,
    () => table(report),
    () => entityEvaluationPage(evaluation),
  );
  if (flags.savePredictions !== undefined) {
    await writeFileAtomic(flags.savePredictions, labelSequences(evaluation));
    process.stderr.write(`mltl: wrote ${printable(flags.savePredictions)}\n`);
  }
  for (const line of remarks(evaluation)) process.stderr.write(`mltl: ${line}\n`);
}

async function evaluate(flags: TextEvalFlags): Promise<EntityEvaluation> {
  const { data, predictions, model, split, batch, columns, ...how } = flags;
  const rules = await readRules(flags);
  if (predictions !== undefined && rules) {
    throw wrongUse("--gazetteer and --patterns stand beside a model, not beside --predictions");
  }
  if (predictions !== undefined && data === undefined) {
    if (split !== undefined) throw wrongUse("--split goes with --data");
    return evaluatePredictions(predictions, { ...how, columns });
  }
  if (data === undefined) {
    throw wrongUse("Expected --data with a set or a file, or --predictions with a file");
  }
  if (columns !== undefined) throw wrongUse("--columns goes with --predictions alone");
  const gold = { ...how, data, split, dataRoot: dataRoot(flags.dataRoot) };
  if (predictions !== undefined) return evaluatePredictionFile({ ...gold, predictions });
  await startTagger();
  const bar = createProgress({ label: "tagging", unit: "sentences" });
  let shown = 0;
  try {
    return await evaluateTagger({
      ...gold,
      ...{ model, batch, rules },
      onProgress(done, all) {
        bar.total(all);
        for (; shown < done; shown++) bar.tick();
      },
    });
  } finally {
    bar.stop();
  }
}

function wrongUse(message: string): MltlError {
  return new MltlError("E_USAGE", message, { hint: "--help shows what can be given" });
}

const RIGHT = { align: "right" } as const;

function table(report: EntityEvaluationReport): string {
  const { model, data, interval, familiarity } = report;
  const within = interval
    ? `95 %: ${percent(interval.lower)}-${percent(interval.upper)}, over ${interval.units}`
    : "";
  const size = terminalOf(process.stdout);
  const figures = formatTable(
    [{ name: "figure" }, { name: "value", ...RIGHT }, { name: "" }],
    [
      ["F1", percent(report.f1), within],
      ["precision", percent(report.precision), `of ${number(report.predicted)} found`],
      ["recall", percent(report.recall), `of ${number(report.entities)} entities`],
      ["macro-F1", percent(report.macroF1), "mean of the types"],
      ...SPAN_SCHEMAS.filter((schema) => schema !== "strict").map((schema) => [
        `${schema} F1`,
        percent(report.matching[schema].f1),
        SCHEMA_WORDS[schema],
      ]),
      ["token accuracy", percent(report.tokenAccuracy), "high for a tagger that finds nothing"],
    ],
    size,
  );
  const scores = (name: string, rows: readonly (readonly [string, SpanScore])[]) =>
    formatTable(
      [
        { name },
        { name: "precision", ...RIGHT },
        { name: "recall", ...RIGHT },
        { name: "F1", ...RIGHT },
        { name: "entities", ...RIGHT },
      ],
      rows.map(([label, { precision, recall, f1, support }]) => [
        printable(label),
        percent(precision),
        percent(recall),
        percent(f1),
        number(support),
      ]),
      size,
    );
  const errors = formatTable(
    [{ name: "errors" }, { name: "", ...RIGHT }],
    SPAN_ERROR_KINDS.map((kind) => [kind, number(report.errors[kind])]),
    size,
  );
  const split = data.split === undefined ? "" : `, ${data.split}`;
  return [
    `${model.name} on ${printable(data.name)}${split}: ${number(report.sentences)} sentences, ${number(report.tokens)} tokens\n${f1Words(report)}\n`,
    figures,
    scores(
      "type",
      report.byType.map((score) => [score.type, score]),
    ),
    ...(familiarity
      ? [
          scores(
            "in the set's train split",
            familiarity.seen.map((score) => [score.group, score]),
          ),
        ]
      : []),
    scores(
      "tokens",
      report.byLength.map((score) => [score.group, score]),
    ),
    errors,
  ].join("\n");
}

const SCHEMA_WORDS = {
  exact: "any type",
  partial: "any type; half right for words that overlap",
  type: "any words that overlap",
} as const;

function remarks({ report, problems }: EntityEvaluation): string[] {
  const { rules } = report.model;
  const { leftOut, ignored, invalidTags, types, tokensPerSecond, seconds } = report;
  const counted = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .map(([type, count]) => `${number(count)} ${printable(type)}`)
      .join(", ");
  const renamed = Object.entries(types).filter(([type, name]) => type !== name);
  return [
    ...(rules
      ? [
          `rules (${rules.mode}): phrases ${number(rules.phrases)}, patterns ${number(rules.patterns)}`,
        ]
      : []),
    ...(renamed.length > 0
      ? [
          `types: ${renamed.map(([type, name]) => `${printable(type)}=${printable(name)}`).join(", ")}`,
        ]
      : []),
    ...(Object.keys(leftOut).length > 0
      ? [`left out ${counted(leftOut)}: types that aren't scored`]
      : []),
    ...(Object.keys(ignored).length > 0
      ? [`neither right nor wrong: ${counted(ignored)} found, of types that aren't scored`]
      : []),
    ...(invalidTags
      ? [
          `tags that their scheme forbids: ${number(invalidTags.gold)} gold, ${number(invalidTags.predicted)} predicted, read as ${report.invalid}`,
        ]
      : []),
    ...problemLines(problems),
    tokensPerSecond === undefined
      ? `${seconds.toFixed(1)} s`
      : `${number(Math.round(tokensPerSecond))} tokens/s; ${seconds.toFixed(1)} s in all`,
  ];
}
