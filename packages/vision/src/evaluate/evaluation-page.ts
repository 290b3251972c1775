/**
 * An evaluation as one page: figures, confusions, calibration, and the surest mistakes.
 *
 * @module
 */
import {
  confusionChart,
  html,
  type Markup,
  pageFoot,
  pageHead,
  pageSection,
  reliabilityChart,
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
  const tiles = [
    tile("Accuracy", percent(report.accuracy), within),
    tile("Balanced accuracy", percent(report.balancedAccuracy), "mean recall of the labels"),
    tile("Macro-F1", percent(report.macroF1), "mean F1 of the labels"),
    clean &&
      tile(
        "Accuracy, clean rows",
        percent(clean.accuracy),
        `${clean.n.toLocaleString("en")} faces without a twin in another split`,
      ),
    report.faces === "detect"
      ? tile(
          "Accuracy per photograph",
          percent(perImage.accuracy),
          `${perImage.withoutFace} of ${perImage.n} without a face found count as wrong`,
        )
      : undefined,
    tile("Calibration error", percent(calibration.ece), "expected, over 15 bins"),
  ];
  return pageSection(html`<div class="tiles">${tiles.filter((one) => one !== undefined)}</div>`);
}

function tile(name: string, value: string, words?: string): Markup {
  return html`<div class="tile"><span class="name">${name}</span><b>${value}</b>${words && html`<span class="faint">${words}</span>`}</div>
`;
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
  const rows = perClass.map(({ label, precision, recall, f1, support }) => {
    const bar = html`<span class="bar"><i style="width:${(100 * f1).toFixed(1)}%;background:${emotionColour(label)}"></i></span>`;
    return html`<tr><td>${label}</td><td class="number">${percent(precision)}</td><td class="number">${percent(recall)}</td><td class="number">${percent(f1)}</td><td class="wide">${bar}</td><td class="number">${support.toLocaleString("en")}</td></tr>
`;
  });
  return html`<div class="tablewrap"><table>
<tr><th>label</th><th class="number">precision</th><th class="number">recall</th><th class="number">F1</th><th class="wide"></th><th class="number">faces</th></tr>
${rows}</table></div>`;
}

function calibrationSection({ calibration }: EvaluationReport): Markup {
  const { ece, nll, brier, reliability } = calibration;
  return pageSection(
    html`<div class="pair">${reliabilityChart(reliability)}<div>
<p>A bar that ends on the dashed line: the model is right as often as it is sure. One that ends below it: the model is too sure of itself. The fainter a bar, the fewer faces it stands for.</p>
<dl class="scores"><dt>Expected calibration error</dt><dd>${percent(ece)}, over ${reliability.length} bins</dd><dt>Negative log-likelihood</dt><dd>${nll.toFixed(3)} nats a face</dd><dt>Brier score</dt><dd>${brier.toFixed(3)}, of 0 to 2</dd></dl>
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
  const facts: [string, string | undefined][] = [
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
  return pageSection(
    html`<dl>${facts.flatMap(([name, words]) => (words === undefined ? [] : [html`<dt>${name}</dt><dd>${words}</dd>`]))}</dl>`,
    { heading: "What was measured" },
  );
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

const style = `
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: 1.25rem; }
.tile { display: flex; flex-direction: column; gap: .1rem; }
.tile .name { font-size: .85rem; font-weight: 600; color: var(--faint); }
.tile b { font-size: 1.9rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.tile .faint { font-size: .85rem; }
.pair { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 2rem; align-items: center; }
.pair p { margin-bottom: .75rem; }
.scroll { overflow-x: auto; }
.confusion .count { font-size: 12px; opacity: .85; }
.confusion .share { font-weight: 600; font-size: 17px; }
.bar { display: block; min-width: 6rem; height: .7rem; margin-top: .4rem; border-radius: 4px; background: color-mix(in srgb, var(--line) 55%, transparent); }
.bar i { display: block; height: 100%; border-radius: 4px; }
td.wide { width: 30%; }
.sheet { display: grid; grid-template-columns: repeat(auto-fill, minmax(7.5rem, 1fr)); gap: 1rem; margin-top: .75rem; }
figure { margin: 0; }
figure img { display: block; width: 100%; height: auto; aspect-ratio: 1; border-radius: 6px; image-rendering: pixelated; }
figcaption { display: flex; flex-direction: column; font-size: .85rem; line-height: 1.35; margin-top: .35rem; }
.told::before { content: ""; display: inline-block; width: .6rem; height: .6rem; border-radius: 50%; margin-right: .35rem; background: var(--mark); }
.source { color: var(--faint); font-size: .78rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .35rem 1.25rem; margin: 0; }
dt { color: var(--faint); }
dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 60rem) { .pair { grid-template-columns: minmax(0, 1fr); } }
@media (max-width: 40rem) {
  .confusion .count { display: none; }
  .confusion .share { font-size: 24px; }
  .wide { display: none; }
  .tiles { grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); }
  .sheet { grid-template-columns: repeat(auto-fill, minmax(5.2rem, 1fr)); gap: .75rem; }
  .pair .number, .pair th { padding-right: .4rem; font-size: .88rem; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: .5rem; }
}
`;
