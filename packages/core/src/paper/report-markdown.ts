/**
 * A report in Markdown.
 *
 * @module
 */
import { markdownTable } from "../report/markdown.js";
import type { PaperReport } from "./report.js";
import {
  columnWords,
  comparisonsTable,
  costsTable,
  figuresTable,
  meansTable,
  missingTable,
  panelTable,
  publishedTable,
  ruleWords,
  sourceFacts,
  type WordTable,
} from "./report-tables.js";
import type { TableReport } from "./table-report.js";

/** That a report is of small slices. */
export const QUICK_WORDS =
  "Quick: small slices, so that all of it can be seen to run. Its figures say nothing of the claim.";

/** The whole report. */
export function reportMarkdown(report: PaperReport): string {
  const { title, citation, claim, quick, tables, charts, missing, costs } = report;
  const parts = [
    `# ${title}`,
    ...(quick ? [`**${QUICK_WORDS}**`] : []),
    ...(citation === undefined ? [] : [citation]),
    ...(claim === undefined ? [] : [`Claim: ${claim}`]),
    ...tables.flatMap((table) => tableParts(table, quick)),
    ...charts.flatMap((chart) => [
      `## ${chart.title}${mark(quick)}`,
      ...chart.panels.flatMap((panel) => [
        `### ${panel.title}`,
        `${panel.metric} on ${panel.split}, %: mean ± sd over seeds (seeds).`,
        inMarkdown(panelTable(chart, panel)),
      ]),
    ]),
    ...(missing.length > 0 ? ["## Missing", inMarkdown(missingTable(missing))] : []),
    ...(costs.length > 0
      ? [
          "## Cost",
          "Of a cell with all its levels, shared ones included: mean CPU time, most memory.",
          inMarkdown(costsTable(costs)),
        ]
      : []),
    "## Sources",
    sourceFacts(report)
      .map(([name, words]) => `- ${name}: ${words}`)
      .join("\n"),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** The tables at a glance, for a page such as the README. */
export function reportSummary({ tables, quick }: PaperReport): string {
  return tables
    .flatMap((table) => [
      `**${table.title}**${mark(quick)}: ${columnWords(table)}; %, mean ± sd (seeds). Data: ${table.data.kind}.`,
      inMarkdown(meansTable(table)),
      verdictSentence(table),
    ])
    .filter((part) => part !== "")
    .join("\n\n");
}

/** How many comparisons came out which way, those that aren't there included. */
function verdictSentence({ comparisons, rows }: TableReport): string {
  const title = (name: string) => rows.find((row) => row.name === name)?.title ?? name;
  const pairs = new Map<string, string[]>();
  for (const { first, second, column, verdict } of comparisons) {
    const pair = `${title(first)} against ${title(second)}`;
    pairs.set(pair, [...(pairs.get(pair) ?? []), `${verdict} on ${column}`]);
  }
  return [...pairs].map(([pair, words]) => `- ${pair}: ${words.join(", ")}`).join("\n");
}

function tableParts(table: TableReport, quick: boolean): string[] {
  const elsewhere = publishedTable(table);
  return [
    `## ${table.title}${mark(quick)}`,
    table.protocol,
    `Data: ${table.data.kind}. ${table.data.note}`,
    `${columnWords(table)}. Figures in %: mean ± sd over seeds (seeds).`,
    inMarkdown(meansTable(table)),
    inMarkdown(figuresTable(table)),
    ...(table.comparisons.length > 0
      ? ["### Comparisons", ruleWords(table), inMarkdown(comparisonsTable(table))]
      : []),
    ...(elsewhere.rows.length > 0 ? ["### Published, not beside ours", inMarkdown(elsewhere)] : []),
  ];
}

function mark(quick: boolean): string {
  return quick ? " (quick)" : "";
}

function inMarkdown({ head, rows }: WordTable): string {
  return markdownTable(head, rows);
}
