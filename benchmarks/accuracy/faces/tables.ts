/**
 * The tables of emotion classifiers: a short one for the README, the whole for docs/accuracy.md.
 *
 * @module
 */
import { type Interval, markdownTable } from "@mltl/core";
import { FERPLUS_PUBLISHED } from "./ferplus.js";
import type { ContenderFacts, FacesReport, PartReport } from "./report.js";

/** Columns of the README's table, by part. */
const SHORT: readonly [id: string, title: string][] = [
  ["fer2013", "FER2013 test"],
  ["fer2013-clean", "its clean rows"],
  ["ckplus48", "CK+48"],
  ["lfw-emotion", "LFW faces"],
  ["imfdb", "film faces"],
];

/** Where calm faces are counted. */
const CALM = "lfw-emotion";

/** One row a contender: accuracy on each set. */
export function shortTable({ contenders, parts, speed }: FacesReport): string {
  const columns = SHORT.flatMap(([id, title]) => {
    const part = parts.find((one) => one.id === id);
    return part ? [{ title, part }] : [];
  });
  const calm = parts.find(({ id }) => id === CALM);
  return markdownTable(
    [
      "accuracy, %",
      ...columns.map(({ title }) => title),
      "calm faces called sad or angry, %",
      "faces/s beside ours",
    ],
    contenders.map(({ id, name }) => [
      name,
      ...columns.map(({ part }) => percent(part.figures[id].accuracy.estimate)),
      calmText(calm, id),
      speed[id] ? (id === "mltl" ? "1x" : `${(1 / ratioOf(speed[id])).toFixed(2)}x`) : "",
    ]),
  );
}

/** Every figure with its interval, set by set, then what stands beside them. */
export function longTables(report: FacesReport): string {
  return [
    ...report.parts.map((part) => partSection(part, report.contenders)),
    conditionsSection(report),
    greySection(report),
    ferPlusSection(report),
    speedSection(report),
    madeOf(report),
  ].join("\n\n");
}

function partSection(part: PartReport, contenders: readonly ContenderFacts[]): string {
  const { name, note, unit, units, faces, sequences, leftOut, figures, leads, data } = part;
  const counts = Object.entries(part.counts).map(([label, count]) => `${label} ${count}`);
  const others = Object.entries(leftOut).map(([label, count]) => `${count} of ${label}`);
  const facts = [
    `${faces} faces${unit === "face" ? "" : ` of ${units} ${unit}s`}${sequences ? ` in ${sequences} sequences` : ""} (${counts.join(", ")})`,
    ...(others.length > 0 ? [`left out, as no contender knows them: ${others.join(", ")}`] : []),
    `intervals: 95 %, by bootstrap over ${unit}s`,
    `data \`${data.set}\` ${data.splits.join("+")}, SHA-256 ${data.sha256.slice(0, 12)}`,
  ];
  const rows = contenders.map(({ id, name }) => {
    const { accuracy, balancedAccuracy, macroF1 } = figures[id];
    const lead = leads[id];
    return [
      name,
      ...[accuracy, balancedAccuracy, macroF1].map(withInterval),
      calmText(part, id),
      lead
        ? `${signed(lead.difference)} (${signed(lead.lower)} to ${signed(lead.upper)}), p ${probability(lead.adjustedP)}`
        : "",
    ];
  });
  const head = [
    "",
    "accuracy, %",
    "balanced accuracy, %",
    "macro-F1, %",
    "calm faces called sad or angry, %",
    "mltl leads by, points",
  ];
  const table = markdownTable(...withoutEmptyColumns(head, rows));
  return `### ${name}\n\n${capital(note)}. ${capital(facts.join("; "))}.\n\n${table}`;
}

function conditionsSection({ parts, conditions, contenders }: FacesReport): string {
  const whole = parts.find(({ id }) => id === "fer2013");
  const head = ["accuracy, %", "as they are", ...conditions.map(({ title }) => title)];
  const rows = contenders.flatMap(({ id, name }) => {
    if (!whole || !conditions[0]?.figures[id]) return [];
    const before = whole.figures[id].accuracy.estimate;
    const cells = conditions.map(({ figures }) => {
      const { estimate } = figures[id].accuracy;
      return `${percent(estimate)} (${signed(estimate - before)})`;
    });
    return [[name, percent(before), ...cells]];
  });
  const how = conditions.map(({ title, what }) => `${title}: ${what}`).join("; ");
  return [
    "### The same faces made worse",
    `FER2013's test faces, all rows; in brackets the change in points. ${capital(how)}. A turned photograph is no turned crop: \`mltl vision classify\` aligns faces by their landmarks first. The faces are grey as they are.`,
    markdownTable(head, rows),
  ].join("\n\n");
}

function greySection({ grey: { photographs, agreements } }: FacesReport): string {
  const rows = Object.entries(agreements).map(([id, { faces, same, unmatched }]) => [
    id,
    String(faces),
    String(unmatched),
    `${same} of ${faces}`,
  ]);
  return [
    "### Colour photographs made grey",
    `${photographs} whole photographs, each contender with its own detection. \`fer\` makes every photograph grey before it does anything else, so that nothing can change.`,
    markdownTable(["", "faces found in both", "found in one alone", "with the same label"], rows),
  ].join("\n\n");
}

function ferPlusSection({ ferplus }: FacesReport): string {
  const rows = [
    [
      `mltl ${ferplus.model}`,
      `${percent(ferplus.accuracy)} (${percent(ferplus.lower)}-${percent(ferplus.upper)})`,
      percent(ferplus.balancedAccuracy),
      percent(ferplus.macroF1),
      `${ferplus.faces} faces`,
    ],
    [
      FERPLUS_PUBLISHED.name,
      percent(FERPLUS_PUBLISHED.accuracy),
      "",
      "",
      "as published, not run here",
    ],
  ];
  return [
    "### FER+ test",
    "FER2013's test faces under the majority of FER+'s ten raters, eight classes, without the faces that FER+ leaves out; for models that have learned from FER+'s votes.",
    markdownTable(["", "accuracy, %", "balanced accuracy, %", "macro-F1, %", ""], rows),
  ].join("\n\n");
}

function speedSection({ speed, contenders }: FacesReport): string {
  const rows = contenders.flatMap(({ id, name }) => {
    const own = speed[id];
    if (!own) return [];
    return [
      [
        name,
        own.cell,
        Math.round(own.facesPerSecond).toLocaleString("en"),
        own.facesPerCpuSecond ? Math.round(own.facesPerCpuSecond).toLocaleString("en") : "",
        `${ratioOf(own).toFixed(2)}x`,
      ],
    ];
  });
  return [
    "### Speed",
    "Aligned faces to probabilities, every core, contenders in turn, each at the batch size at which it is fastest. The last column is our speed over theirs for each second of processor time, median of the rounds.",
    markdownTable(["", "at its best", "faces/s", "faces/CPU-second", "mltl is"], rows),
  ].join("\n\n");
}

function madeOf({ contenders, date, machine }: FacesReport): string {
  const rows = contenders.map(({ name, note, versions = {}, sha256 = "" }) => [
    name,
    note,
    Object.entries(versions)
      .map(([part, version]) => `${part} ${version}`)
      .join(", "),
    sha256.slice(0, 12),
  ]);
  return [
    "### What was compared",
    `Run on ${date}; ${machine.cpu}, ${machine.cores} cores, ${machine.platform}, Node ${machine.node}.`,
    markdownTable(["", "what it is", "versions", "SHA-256 of its weights"], rows),
  ].join("\n\n");
}

function calmText(part: PartReport | undefined, id: string): string {
  const calm = part?.calm[id];
  return calm ? `${percent(calm.calledSadOrAngry / calm.neutral)}` : "";
}

function ratioOf({ ratio, ratioCpu }: { ratio: number; ratioCpu?: number }): number {
  return ratioCpu ?? ratio;
}

function withInterval({ estimate, lower, upper }: Interval): string {
  return `${percent(estimate)} (${percent(lower)}-${percent(upper)})`;
}

function percent(fraction: number): string {
  return (100 * fraction).toFixed(1);
}

function signed(fraction: number): string {
  const points = percent(Math.abs(fraction));
  return fraction < 0 && points !== "0.0" ? `-${points}` : `+${points}`;
}

function probability(p: number): string {
  return p < 0.001 ? "< 0.001" : p.toFixed(3);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function withoutEmptyColumns(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): [string[], string[][]] {
  const kept = head.flatMap((_, i) => (i === 0 || rows.some((row) => row[i]) ? [i] : []));
  const pick = (cells: readonly string[]) => kept.map((i) => cells[i]);
  return [pick(head), rows.map(pick)];
}
