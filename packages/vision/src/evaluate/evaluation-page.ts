/**
 * An evaluation as one page: figures, confusions, calibration, and the surest mistakes.
 *
 * @module
 */
import {
  confusionChart,
  type FigureTile,
  factList,
  figureTiles,
  html,
  type Markup,
  pageFoot,
  pageHead,
  pageSection,
  reliabilityChart,
  scoreTable,
} from "@mltl/core";
import sharp from "sharp";
import { emotionColour } from "../output/emotion-colours.js";
import type { Evaluation, EvaluationReport } from "./evaluate.js";

/** The page, which needs nothing from outside it. */
export async function evaluationPage(evaluation: Evaluation): Promise<string> {
  const { report } = evaluation;
  const { model, data, n } = report;
  const parts = [
    pageHead({
      title: `${model.name} on ${data.name}, ${data.split}`,
      lead: `${model.title}. ${n.toLocaleString("en")} faces, ${testTimeWords[report.testTime]}.`,
      style,
    }),
    figuresSection(report),
    confusionSection(report),
    calibrationSection(report),
    conditionsSection(report),
    await mistakesSection(evaluation),
    factsSection(report),
    pageFoot(footWords),
  ];
  return parts.join("");
}

const testTimeWords = {
  none: "each seen once",
  flip: "each averaged with its mirror image",
  ten: "each averaged over ten crops",
} as const;

const footWords =
  "Made by mltl. The labels are other people's judgements of faces: no figure here says what anybody felt.";

function figuresSection(report: EvaluationReport): Markup {
  const { interval, clean, perImage, calibration } = report;
  const within = interval
    ? `${percent(interval.lower)} to ${percent(interval.upper)} in ${100 * interval.level} of 100 resamples of ${interval.units}`
    : undefined;
  const tiles: readonly (FigureTile | undefined)[] = [
    { name: "Accuracy", value: percent(report.accuracy), words: within },
    {
      name: "Balanced accuracy",
      value: percent(report.balancedAccuracy),
      words: "mean recall of the labels",
    },
    { name: "Macro-F1", value: percent(report.macroF1), words: "mean F1 of the labels" },
    clean && {
      name: "Accuracy, clean rows",
      value: percent(clean.accuracy),
      words: `${clean.n.toLocaleString("en")} faces without a twin in another split`,
    },
    report.faces === "detect"
      ? {
          name: "Accuracy per photograph",
          value: percent(perImage.accuracy),
          words: `${perImage.withoutFace} of ${perImage.n} without a face found count as wrong`,
        }
      : undefined,
    { name: "Calibration error", value: percent(calibration.ece), words: "expected, over 15 bins" },
  ];
  return pageSection(figureTiles(tiles.filter((one) => one !== undefined)));
}

function confusionSection(report: EvaluationReport): Markup {
  return pageSection(
    html`<div class="pair"><div>
<p class="faint">Rows are labels, columns are what the model said: percent of the row, and faces.</p>
<div class="scroll">${confusionChart(report.labels, report.confusion)}</div>
</div>${classTable(report)}</div>`,
    { heading: "What is taken for what" },
  );
}

function classTable({ perClass }: EvaluationReport): Markup {
  const rows = perClass.map((score) => ({ ...score, colour: emotionColour(score.label) }));
  return scoreTable("label", "faces", rows);
}

function calibrationSection({ calibration }: EvaluationReport): Markup {
  const { ece, nll, brier, reliability } = calibration;
  return pageSection(
    html`<div class="pair">${reliabilityChart(reliability)}<div>
<p>A bar that ends on the dashed line: the model is right as often as it is sure. One that ends below it: the model is too sure of itself. The fainter a bar, the fewer faces it stands for.</p>
${factList([
  ["Expected calibration error", `${percent(ece)}, over ${reliability.length} bins`],
  ["Negative log-likelihood", `${nll.toFixed(3)} nats a face`],
  ["Brier score", `${brier.toFixed(3)}, of 0 to 2`],
])}
</div></div>`,
    { heading: "How sure, and how often right" },
  );
}

function conditionsSection({ conditions, accuracy, n }: EvaluationReport): Markup | undefined {
  if (!conditions) return undefined;
  const row = (title: string, what: string, value: number) =>
    html`<tr><td>${title}</td><td class="number">${percent(value)}</td><td class="number">${change(value - accuracy)}</td><td class="faint wide">${what}</td></tr>
`;
  return pageSection(
    html`<p class="faint">Accuracy of the classifier alone: aligned crops are changed, nothing is aligned again.</p>
<div class="tablewrap"><table>
<tr><th>faces</th><th class="number">accuracy</th><th class="number">points</th><th class="wide"></th></tr>
${row("as they are", `${n.toLocaleString("en")} faces`, accuracy)}${conditions.map(({ title, what, accuracy }) => row(title, what, accuracy))}</table></div>`,
    { heading: "Worse pictures" },
  );
}

function change(points: number): string {
  if (points === 0) return "";
  return `${points < 0 ? "−" : "+"}${Math.abs(100 * points).toFixed(1)}`;
}

async function mistakesSection({ mistakes, set }: Evaluation): Promise<Markup | undefined> {
  if (mistakes.length === 0) return undefined;
  const area = set.size ** 2;
  const raw = { width: set.size, height: set.size, channels: 1 as const };
  const figures = await Promise.all(
    mistakes.map(async ({ row, label, predicted, probability }) => {
      const face = set.pixels.subarray(row * area, (row + 1) * area);
      const png = await sharp(face, { raw }).png().toBuffer();
      const name = set.sources?.[row] ?? `row ${row}`;
      return html`<figure title="${name}"><img alt="Face labelled ${label}" src="data:image/png;base64,${png.toString("base64")}" width="96" height="96"><figcaption><span class="told" style="--mark:${emotionColour(predicted)}"><b>${predicted}</b> ${(100 * probability).toFixed(0)} %</span><span>label: ${label}</span><span class="source">${name}</span></figcaption></figure>
`;
    }),
  );
  return pageSection(
    html`<p class="faint">Where the model was surest and wrong, the surest first. Look for labels that are wrong, too.</p>
<div class="sheet">${figures}</div>`,
    { heading: "The surest mistakes" },
  );
}

function factsSection(report: EvaluationReport): Markup {
  const { model, data, perImage, leftOut, interval } = report;
  const left = Object.entries(leftOut).map(([label, count]) => `${count} ${label}`);
  const facts: readonly (readonly [string, string?])[] = [
    ["Model", `${model.name}, SHA-256 ${model.sha256.slice(0, 16)}`],
    ["Data", `${data.name}, split ${data.split}, SHA-256 ${data.sha256.slice(0, 16)}`],
    ["Licence of the data", data.licence],
    [
      "Per face and per image",
      perImage.sameAsPerFace
        ? "the same: each picture is one aligned face"
        : `${percent(report.accuracy)} of ${report.n} faces found, ${percent(perImage.accuracy)} of ${perImage.n} photographs`,
    ],
    [
      "Left out",
      left.length > 0 ? `${left.join(", ")}: the model doesn't know the label` : undefined,
    ],
    ["Not read", data.problems > 0 ? `${data.problems} files` : undefined],
    [
      "Interval",
      interval &&
        `percentile bootstrap over ${interval.count} ${interval.units}, ${interval.resamples} resamples`,
    ],
    [
      "Speed",
      `${Math.round(report.facesPerSecond).toLocaleString("en")} faces/s; ${report.seconds.toFixed(1)} s in all`,
    ],
  ];
  return pageSection(factList(facts), { heading: "What was measured" });
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

const style = `
.sheet { display: grid; grid-template-columns: repeat(auto-fill, minmax(7.5rem, 1fr)); gap: 1rem; margin-top: .75rem; }
figure { margin: 0; }
figure img { display: block; width: 100%; height: auto; aspect-ratio: 1; border-radius: 6px; image-rendering: pixelated; }
figcaption { display: flex; flex-direction: column; font-size: .85rem; line-height: 1.35; margin-top: .35rem; }
.told::before { content: ""; display: inline-block; width: .6rem; height: .6rem; border-radius: 50%; margin-right: .35rem; background: var(--mark); }
.source { color: var(--faint); font-size: .78rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
@media (max-width: 40rem) {
  .sheet { grid-template-columns: repeat(auto-fill, minmax(5.2rem, 1fr)); gap: .75rem; }
}
`;
