/**
 * The statistics of a data set of tagged sentences as a page, with some of its words.
 *
 * @module
 */
import {
  barChart,
  html,
  type Insert,
  type Markup,
  pageFoot,
  pageHead,
  pageSection,
} from "@mltl/core";
import type { SplitSizes, TaggedStatistics } from "./tagged-statistics.js";

/** Lines of a list that are shown. */
const LINES = 100;

/** One page that needs nothing from outside it. It quotes the text: it is for those who may see it. */
export function taggedStatisticsPage(statistics: TaggedStatistics): string {
  const { name, licence, sha256, splits, ambiguous, suspects, problems } = statistics;
  return [
    pageHead({
      title: `Sentences of ${name}`,
      lead: `Licence: ${licence}. SHA-256 ${sha256.slice(0, 16)}. The page quotes the text: keep it where that may be.`,
      style,
    }),
    pageSection(sizeTable(statistics), { heading: "Sizes" }),
    ...Object.entries(splits).map(([split, { byType }]) =>
      pageSection(
        barChart(
          `Entities of ${split} by type`,
          Object.entries(byType).map(([label, value]) => ({ label, value })),
        ),
        { heading: `Types of ${split}` },
      ),
    ),
    ...listSection(
      "The same words, several types",
      ["words", "types"],
      ambiguous.map(({ text, types }) => [
        text,
        Object.entries(types)
          .map(([type, count]) => `${type} ${count}`)
          .join(", "),
      ]),
    ),
    ...listSection(
      "Tagged otherwise than mostly: noise?",
      ["place", "tagged", "mostly", "context"],
      suspects.map(({ split, sentence, tagged, mostly, agreeing, times, context }) => [
        `${split}, sentence ${sentence + 1}`,
        tagged,
        `${mostly}, ${agreeing} of ${times}`,
        context,
      ]),
    ),
    ...listSection(
      "Read otherwise than it stands, or left out",
      ["place", "why"],
      problems.map(({ path, line, reason }) => [
        line === undefined ? path : `${path}, line ${line}`,
        reason,
      ]),
    ),
    pageFoot("Written by mltl text stats."),
  ].join("");
}

/** What is said of each split's sizes, in words: also the rows of the command's table. */
export function sizeRows({ types, splits }: TaggedStatistics): [string, string[]][] {
  const all = Object.values(splits);
  const row = (name: string, of: (sizes: SplitSizes) => number | string | undefined) => {
    const cells = all.map((sizes) => {
      const value = of(sizes);
      return typeof value === "number" ? value.toLocaleString("en") : (value ?? "");
    });
    return [name, cells] as [string, string[]];
  };
  const spread = ({ mean, longest }: SplitSizes["sentenceLength"]) =>
    `${mean.toFixed(1)}, at most ${longest.toLocaleString("en")}`;
  return [
    ...types.map((type) => row(type, ({ byType }) => byType[type])),
    row("all entities", ({ entities }) => entities),
    row("tokens", ({ tokens }) => tokens),
    row("sentences", ({ sentences }) => sentences),
    ...(all.some(({ documents }) => documents !== undefined)
      ? [row("documents", ({ documents }) => documents)]
      : []),
    row("tokens a sentence", ({ sentenceLength }) => spread(sentenceLength)),
    row("tokens an entity", ({ entityLength }) => spread(entityLength)),
    ...(all.length > 1
      ? [
          row("sentences in another split", ({ shared }) => shared),
          row("or nearly in one", ({ near }) => near),
        ]
      : []),
    ...(all.some(({ seen }) => seen !== undefined)
      ? [row("entities that train has", ({ seen }) => seen)]
      : []),
  ];
}

function sizeTable(statistics: TaggedStatistics): Markup {
  const splits = Object.keys(statistics.splits);
  return html`<div class="tablewrap"><table>
<tr><th></th>${splits.map((split) => html`<th class="number">${split}</th>`)}</tr>
${sizeRows(statistics).map(
  ([
    name,
    cells,
  ]) => html`<tr><td>${name}</td>${cells.map((cell) => html`<td class="number">${cell}</td>`)}</tr>
`,
)}</table></div>`;
}

function listSection(
  heading: string,
  columns: readonly string[],
  rows: readonly (readonly Insert[])[],
): Markup[] {
  if (rows.length === 0) return [];
  const more = rows.length - LINES;
  return [
    pageSection(
      html`<div class="tablewrap"><table>
<tr>${columns.map((name) => html`<th>${name}</th>`)}</tr>
${rows.slice(0, LINES).map(
  (cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>
`,
)}</table></div>${more > 0 ? html`<p class="faint">and ${more.toLocaleString("en")} more</p>` : undefined}`,
      { heading: `${heading}: ${rows.length.toLocaleString("en")}` },
    ),
  ];
}

const style = `
td.number { white-space: nowrap; }
td:last-child { min-width: 8rem; }
`;
