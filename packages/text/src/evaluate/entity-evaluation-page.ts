/**
 * An evaluation of a tagger as one page: figures, confusions, what is hard, and the errors in the text.
 *
 * @module
 */
import {
  barChart,
  confusionChart,
  type FigureTile,
  factList,
  figureTiles,
  html,
  type Markup,
  pageFoot,
  pageHead,
  pageSection,
  SPAN_ERROR_KINDS,
  SPAN_SCHEMAS,
  scoreTable,
} from "@mltl/core";
import type { GroupScore } from "./entity-groups.js";
import { ERROR_WORDS, errorSection, errorStyle, repeatedSection } from "./error-section.js";
import type { EntityEvaluation, EntityEvaluationReport } from "./evaluate-tagger.js";

/** The page, which needs nothing from outside it. It has sentences of the data in it. */
export function entityEvaluationPage({ report, sentences, errors }: EntityEvaluation): string {
  const { model, data } = report;
  const parts = [
    pageHead({
      title: `${model.name} on ${data.name}${data.split === undefined ? "" : `, ${data.split}`}`,
      lead: `${model.title}. ${number(report.sentences)} sentences, ${number(report.tokens)} tokens, ${number(report.entities)} entities.`,
      style: errorStyle,
    }),
    figuresSection(report),
    typesSection(report),
    kindsSection(report),
    hardSection(report),
    repeatedSection(errors, sentences),
    errorSection(errors, sentences),
    factsSection(report),
    pageFoot(
      "Made by mltl. This page has other people's sentences in it: keep it on this machine, unless the data's licence lets you pass them on.",
    ),
  ];
  return parts.join("");
}

/** What F1 is, as it stands beside every one. */
export function f1Words({ invalid }: Pick<EntityEvaluationReport, "invalid">): string {
  return `strict F1, invalid sequences: ${invalid}`;
}

function f1Line(report: EntityEvaluationReport): string {
  const words = f1Words(report);
  return words[0].toUpperCase() + words.slice(1);
}

function figuresSection(report: EntityEvaluationReport): Markup {
  const { interval, matching } = report;
  const within = interval
    ? `; ${percent(interval.lower)} to ${percent(interval.upper)} in ${100 * interval.level} of 100 resamples of ${interval.units}`
    : "";
  const tiles: FigureTile[] = [
    { name: "F1", value: percent(report.f1), words: `${f1Words(report)}${within}` },
    {
      name: "Precision",
      value: percent(report.precision),
      words: `${number(report.correct)} right of ${number(report.predicted)} found`,
    },
    {
      name: "Recall",
      value: percent(report.recall),
      words: `${number(report.correct)} found of ${number(report.entities)}`,
    },
    { name: "Macro-F1", value: percent(report.macroF1), words: "mean F1 of the types" },
    {
      name: "Partial F1",
      value: percent(matching.partial.f1),
      words: "any type; half right for words that overlap",
    },
    {
      name: "Token accuracy",
      value: percent(report.tokenAccuracy),
      words: "high for a tagger that finds nothing",
    },
  ];
  return pageSection(figureTiles(tiles));
}

function typesSection(report: EntityEvaluationReport): Markup {
  const rows = report.byType.map(({ type, ...score }) => ({ label: type, ...score }));
  return pageSection(
    html`<div class="pair"><div>
<p class="faint">Rows are labels, columns are what was found where they overlap: percent of the row, and entities. The last column was missed, the last row invented.</p>
<div class="scroll">${confusionChart(report.confusionLabels, report.confusion)}</div>
</div><div><p class="faint">${f1Line(report)}.</p>${scoreTable("type", "entities", rows)}</div></div>`,
    { heading: "What is taken for what" },
  );
}

function kindsSection(report: EntityEvaluationReport): Markup {
  const bars = SPAN_ERROR_KINDS.map((kind) => ({
    label: ERROR_WORDS[kind].title,
    value: report.errors[kind],
  }));
  const readings = SPAN_SCHEMAS.map((schema) => ({
    label: schema,
    ...report.matching[schema],
    support: report.entities,
  }));
  return pageSection(
    html`<div class="pair"><div>${barChart("Errors by kind", bars)}</div>
<div><p class="faint">What counts as right, as in SemEval-2013: words and type (strict), the words (exact), the words and by half those that overlap (partial), the type of words that overlap (type). Invalid sequences: ${report.invalid}.</p>${scoreTable("right is", "entities", readings)}</div></div>`,
    { heading: "Kinds of errors" },
  );
}

function hardSection(report: EntityEvaluationReport): Markup {
  const { byLength, familiarity } = report;
  const table = (name: string, groups: readonly GroupScore[]) =>
    scoreTable(
      name,
      "entities",
      groups.map(({ group, ...score }) => ({ label: group, ...score })),
    );
  const known = familiarity && [
    table("in train", familiarity.seen),
    table("times", familiarity.frequency),
  ];
  return pageSection(
    html`<p class="faint">By tokens${known ? ", and by what the set's train split has: the same words as the same type are seen; and how many times" : "; the set has no train split to compare with"}. ${f1Line(report)}.</p>
<div class="groups">${table("tokens", byLength)}${known}</div>`,
    { heading: "What is hard" },
  );
}

function factsSection(report: EntityEvaluationReport): Markup {
  const { model, data, types, leftOut, ignored, interval, invalidTags, tokensPerSecond } = report;
  const renamed = Object.entries(types).filter(([type, name]) => type !== name);
  const counted = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .map(([type, count]) => `${number(count)} ${type}`)
      .join(", ");
  const facts: (readonly [string, string?])[] = [
    ["Scored", `${model.name}, SHA-256 ${model.sha256.slice(0, 16)}`],
    [
      "Data",
      `${data.name}${data.split === undefined ? "" : `, split ${data.split}`}, SHA-256 ${data.sha256.slice(0, 16)}`,
    ],
    ["Licence of the data", data.licence],
    [
      "Invalid sequences",
      invalidTags
        ? `${report.invalid}; ${number(invalidTags.gold)} tags of the labels and ${number(invalidTags.predicted)} of the predictions`
        : report.invalid,
    ],
    [
      "Types",
      renamed.length > 0
        ? renamed.map(([type, name]) => `${type} is ${name}`).join(", ")
        : undefined,
    ],
    [
      "Left out",
      Object.keys(leftOut).length > 0 ? `${counted(leftOut)}: types that aren't scored` : undefined,
    ],
    [
      "Neither right nor wrong",
      Object.keys(ignored).length > 0
        ? `${counted(ignored)} found: the set doesn't have the type`
        : undefined,
    ],
    ["Not read as it stands", data.problems > 0 ? `${data.problems} places` : undefined],
    [
      "Interval",
      interval &&
        `percentile bootstrap over ${number(interval.count)} ${interval.units}, ${number(interval.resamples)} resamples`,
    ],
    [
      "Speed",
      tokensPerSecond === undefined
        ? undefined
        : `${number(Math.round(tokensPerSecond))} tokens/s; ${report.seconds.toFixed(1)} s in all`,
    ],
  ];
  return pageSection(factList(facts), { heading: "What was measured" });
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function number(value: number): string {
  return value.toLocaleString("en");
}
