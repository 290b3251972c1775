/**
 * A comparison of two taggers as one page: figures, and the sentences in which they differ.
 *
 * @module
 */
import {
  type FigureTile,
  factList,
  figureTiles,
  html,
  type Markup,
  pageFoot,
  pageHead,
  pageSection,
  type Span,
} from "@mltl/core";
import type {
  DifferingSentence,
  EntityComparison,
  EntityComparisonReport,
} from "./compare-entities.js";
import { f1Words } from "./entity-evaluation-page.js";
import { errorStyle } from "./error-section.js";
import { surfaceOf } from "./scored-sentence.js";

/** Sentences that are shown. */
const SHOWN = 200;

/** The page, which needs nothing from outside it. It has sentences of the data in it. */
export function entityComparisonPage({ report, differing }: EntityComparison): string {
  const { data, first, second } = report;
  return [
    pageHead({
      title: `${second.model.name} against ${first.model.name} on ${data.name}`,
      lead: `${verdict(report)} ${number(report.sentences)} sentences, ${number(report.entities)} entities of types that both know.`,
      style: `${errorStyle}.differing { margin-top: 1rem; }\n`,
    }),
    figuresSection(report),
    differingSection(report, differing),
    factsSection(report),
    pageFoot(
      "Made by mltl. This page has other people's sentences in it: keep it on this machine, unless the data's licence lets you pass them on.",
    ),
  ].join("");
}

/** What a comparison says, in a sentence. */
export function verdict({ first, second, difference, p }: EntityComparisonReport): string {
  if (p >= 0.05 || difference === 0) {
    return `No difference is shown: the two may be equally good (p ${p.toFixed(4)}).`;
  }
  const better = difference > 0 ? second : first;
  return `${better.model.name} is better by ${(100 * Math.abs(difference)).toFixed(2)} points of F1 (p ${p.toFixed(4)}).`;
}

function figuresSection(report: EntityComparisonReport): Markup {
  const { first, second, difference, interval, p, agreement } = report;
  const side = ({ model, f1, precision, recall }: typeof first): FigureTile => ({
    name: model.name,
    value: percent(f1),
    words: `F1; precision ${percent(precision)}, recall ${percent(recall)}`,
  });
  const tiles: FigureTile[] = [
    side(first),
    side(second),
    {
      name: "Difference",
      value: points(difference),
      words: `${points(interval.lower)} to ${points(interval.upper)} in ${100 * interval.level} of 100 resamples of ${report.units}`,
    },
    { name: "p", value: p.toFixed(4), words: "two-sided, paired approximate randomization" },
    {
      name: "Found by one alone",
      value: `${number(agreement.first)} / ${number(agreement.second)}`,
      words: `first / second; ${number(agreement.both)} by both, ${number(agreement.neither)} by neither`,
    },
  ];
  return pageSection(figureTiles(tiles));
}

function differingSection(
  { first, second, differing: all }: EntityComparisonReport,
  differing: readonly DifferingSentence[],
): Markup | undefined {
  if (all === 0) return undefined;
  const shown = differing.slice(0, SHOWN);
  const some = shown.length < all ? `, the first ${number(shown.length)} shown` : "";
  return pageSection(
    html`<p class="faint">Underlined: what is labelled, and what was found as it is labelled. On a ground: what was found otherwise.</p>
<ul class="errors differing">
${shown.map((one) => item(one, first.model.name, second.model.name))}</ul>`,
    { heading: `Sentences in which they differ: ${number(all)}${some}` },
  );
}

function item(sentence: DifferingSentence, first: string, second: string): Markup {
  const { words, gold } = sentence;
  return html`<li><p class="verdict"><span class="faint">sentence ${sentence.sentence + 1}</span></p>
<p dir="auto">${words.join(" ")}</p>
${line("labelled", words, gold)}${line(first, words, sentence.first, gold)}${line(second, words, sentence.second, gold)}</li>
`;
}

/** The entities of one side, those that are right marked. */
function line(
  name: string,
  words: readonly string[],
  spans: readonly Span[],
  gold?: readonly Span[],
): Markup {
  const parts = spans.map((span, i) => {
    const right = gold?.some(
      ({ type, start, end }) => type === span.type && start === span.start && end === span.end,
    );
    const sign = gold === undefined ? "" : right ? " ✓" : " ✗";
    const kind = gold === undefined || right ? "labelled" : "found";
    return html`<span class="${kind}"><bdi>${surfaceOf(words, span)}</bdi></span> <span class="type">${span.type}</span>${sign}${i + 1 < spans.length ? ", " : ""}`;
  });
  return html`<p><span class="faint">${name}:</span> ${parts.length > 0 ? parts : html`<span class="faint">nothing</span>`}</p>
`;
}

function factsSection(report: EntityComparisonReport): Markup {
  const { data, first, second } = report;
  const typesOf = ({ types }: typeof first) =>
    Object.entries(types)
      .map(([type, name]) => (type === name ? type : `${type} is ${name}`))
      .join(", ");
  const rulesOf = ({ model: { rules } }: typeof first) =>
    rules &&
    `; ${number(rules.phrases)} phrases and ${number(rules.patterns)} patterns, ${rules.mode}`;
  return pageSection(
    factList([
      [
        "First",
        `${first.model.title}, SHA-256 ${first.model.sha256.slice(0, 16)}${rulesOf(first) ?? ""}`,
      ],
      [
        "Second",
        `${second.model.title}, SHA-256 ${second.model.sha256.slice(0, 16)}${rulesOf(second) ?? ""}`,
      ],
      ["Data", `${data.name}, split ${data.split}, SHA-256 ${data.sha256.slice(0, 16)}`],
      ["Licence of the data", data.licence],
      ["F1", f1Words(report)],
      ["Types of the first", typesOf(first)],
      ["Types of the second", typesOf(second)],
      [
        "Tests",
        `over ${number(report.count)} ${report.units}, ${number(report.resamples)} shuffles and resamples`,
      ],
    ]),
    { heading: "What was measured" },
  );
}

/** A difference of F1, signed, in percentage points. */
export function points(difference: number): string {
  const sign = difference > 0 ? "+" : difference < 0 ? "−" : "±";
  return `${sign}${(100 * Math.abs(difference)).toFixed(2)}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function number(value: number): string {
  return value.toLocaleString("en");
}
