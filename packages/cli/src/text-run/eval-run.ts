/**
 * The run behind `mltl text eval`: figures on standard output, a page beside.
 *
 * @module
 */
import {
  createProgress,
  dataRoot,
  formatTable,
  loadEngine,
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
  evaluatePredictions,
  evaluateTagger,
  f1Words,
  type InvalidTags,
  labelSequences,
  TAGGER_THREADS,
  type TagSchemeName,
} from "@mltl/text";
import {
  checkEvaluationOutput,
  type EvaluationOutput,
  number,
  percent,
  writeEvaluation,
} from "../evaluation-output.js";

/** The options of `mltl text eval`. */
export interface TextEvalFlags extends EvaluationOutput {
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

async function evaluate({ data, predictions, ...flags }: TextEvalFlags): Promise<EntityEvaluation> {
  if (predictions !== undefined) return evaluatePredictions(predictions, flags);
  if (data === undefined || flags.columns !== undefined) {
    throw new MltlError(
      "E_USAGE",
      data === undefined
        ? "Expected --data with a set or a file, or --predictions with a file"
        : "--columns goes with --predictions",
      { hint: "--help shows what can be given" },
    );
  }
  await loadEngine({
    threads: TAGGER_THREADS,
    onNotice: (line) => process.stderr.write(`mltl: ${line}\n`),
  });
  const bar = createProgress({ label: "tagging", unit: "sentences" });
  let shown = 0;
  try {
    return await evaluateTagger({
      ...flags,
      data,
      dataRoot: dataRoot(flags.dataRoot),
      onProgress(done, all) {
        bar.total(all);
        for (; shown < done; shown++) bar.tick();
      },
    });
  } finally {
    bar.stop();
  }
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

/** Problems that are shown one by one. */
const PROBLEMS = 5;

function remarks({ report, problems }: EntityEvaluation): string[] {
  const { leftOut, ignored, invalidTags, types, tokensPerSecond, seconds } = report;
  const counted = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .map(([type, count]) => `${number(count)} ${printable(type)}`)
      .join(", ");
  const renamed = Object.entries(types).filter(([type, name]) => type !== name);
  return [
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
    ...problems
      .slice(0, PROBLEMS)
      .map(({ path, line, reason }) =>
        printable(`${path}${line === undefined ? "" : `:${line}`}: ${reason}`),
      ),
    ...(problems.length > PROBLEMS
      ? [`${number(problems.length - PROBLEMS)} more places could not be read as they stand`]
      : []),
    tokensPerSecond === undefined
      ? `${seconds.toFixed(1)} s`
      : `${number(Math.round(tokensPerSecond))} tokens/s; ${seconds.toFixed(1)} s in all`,
  ];
}
