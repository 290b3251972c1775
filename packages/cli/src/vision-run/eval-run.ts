/**
 * The run behind `mltl vision eval`: figures on standard output, a page beside.
 *
 * @module
 */
import {
  createProgress,
  dataRoot,
  formatTable,
  loadEngine,
  printable,
  terminalOf,
} from "@mltl/core";
import {
  type EvaluationReport,
  evaluate,
  evaluationPage,
  faceConditions,
  type TestTimeMode,
} from "@mltl/vision";
import { checkEvaluationOutput, number, percent, writeEvaluation } from "../evaluation-output.js";
import type { ListFormat } from "../print-list.js";

/** The options of `mltl vision eval`. */
export interface EvalFlags {
  data: string;
  model: string;
  split?: string;
  faces: "aligned" | "detect";
  testTime: TestTimeMode;
  conditions?: string[];
  clean?: boolean;
  batch: number;
  bootstrap: number;
  out?: string;
  dataRoot?: string;
  format: ListFormat;
}

/** Evaluates, prints the figures and writes what is asked for. */
export async function runEval({ format, out, conditions, ...flags }: EvalFlags): Promise<void> {
  checkEvaluationOutput({ format, out });
  const chosen = conditions && faceConditions(conditions.flatMap((names) => names.split(",")));
  await loadEngine({ onNotice: (line) => process.stderr.write(`mltl: ${line}\n`) });
  const progress = showProgress();
  let evaluation: Awaited<ReturnType<typeof evaluate>>;
  try {
    evaluation = await evaluate({
      ...flags,
      dataRoot: dataRoot(flags.dataRoot),
      conditions: chosen,
      onProgress: progress.show,
    });
  } finally {
    progress.stop();
  }
  const { report } = evaluation;
  await writeEvaluation(
    { format, out },
    report,
    () => table(report),
    () => evaluationPage(evaluation),
  );
  for (const line of remarks(report)) process.stderr.write(`mltl: ${line}\n`);
}

/** One bar for each thing that is done. */
function showProgress() {
  let shown: { what: string; done: number; bar: ReturnType<typeof createProgress> } | undefined;
  const stop = () => {
    shown?.bar.stop();
    shown = undefined;
  };
  const show = (what: string, done: number, all: number) => {
    if (shown?.what !== what) {
      stop();
      const bar = createProgress({ label: what, unit: "faces" });
      bar.total(all);
      shown = { what, done: 0, bar };
    }
    for (; shown.done < done; shown.done++) shown.bar.tick();
  };
  return { show, stop };
}

function table(report: EvaluationReport): string {
  const { interval, clean, perImage, calibration, perClass, conditions } = report;
  const size = terminalOf(process.stdout);
  const right = { align: "right" } as const;
  const within = interval ? `${percent(interval.lower)}-${percent(interval.upper)}` : "";
  const figures = [
    ["accuracy", percent(report.accuracy), within && `95 %: ${within}`],
    ["balanced accuracy", percent(report.balancedAccuracy), ""],
    ["macro-F1", percent(report.macroF1), ""],
    ...(clean
      ? [["accuracy, clean rows", percent(clean.accuracy), `${number(clean.n)} faces`]]
      : []),
    [
      "accuracy per image",
      percent(perImage.accuracy),
      perImage.sameAsPerFace
        ? "the same: each picture is one face"
        : `${perImage.withoutFace} of ${perImage.n} without a face count as wrong`,
    ],
    ["calibration error", percent(calibration.ece), "15 bins"],
    ["log-likelihood", `-${calibration.nll.toFixed(3)}`, "mean, nats"],
    ["Brier score", calibration.brier.toFixed(3), "0-2"],
  ];
  const { model, data } = report;
  const parts = [
    `${model.name} on ${data.name}, ${data.split}: ${number(report.n)} faces, test-time crops: ${report.testTime}\n\n`,
    formatTable([{ name: "figure" }, { name: "value", ...right }, { name: "" }], figures, size),
    "\n",
    formatTable(
      [
        { name: "label" },
        { name: "precision", ...right },
        { name: "recall", ...right },
        { name: "F1", ...right },
        { name: "faces", ...right },
      ],
      perClass.map(({ label, precision, recall, f1, support }) => [
        printable(label),
        percent(precision),
        percent(recall),
        percent(f1),
        number(support),
      ]),
      size,
    ),
  ];
  if (conditions) {
    parts.push(
      "\n",
      formatTable(
        [
          { name: "aligned faces" },
          { name: "accuracy", ...right },
          { name: "balanced accuracy", ...right },
          { name: "macro-F1", ...right },
        ],
        [{ title: "as they are", ...report }, ...conditions].map((one) => [
          one.title,
          percent(one.accuracy),
          percent(one.balancedAccuracy),
          percent(one.macroF1),
        ]),
        size,
      ),
    );
  }
  return parts.join("");
}

function remarks({ leftOut, data, facesPerSecond, seconds }: EvaluationReport): string[] {
  const left = Object.entries(leftOut).map(
    ([label, count]) => `${number(count)} ${printable(label)}`,
  );
  return [
    ...(left.length > 0 ? [`left out ${left.join(", ")}: the model doesn't know the label`] : []),
    ...(data.problems > 0 ? [`${number(data.problems)} files could not be used`] : []),
    `${number(Math.round(facesPerSecond))} faces/s; ${seconds.toFixed(1)} s in all`,
  ];
}
