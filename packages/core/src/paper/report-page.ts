/**
 * A report as one page that needs nothing from outside it.
 *
 * @module
 */
import { factList } from "../report/fact-list.js";
import { html, type Markup } from "../report/html.js";
import { intervalChart } from "../report/interval-chart.js";
import { lineChart, lineKey } from "../report/line-chart.js";
import { pageFoot, pageHead, pageSection } from "../report/page.js";
import type { ChartReport, PanelReport } from "./figure-report.js";
import type { PaperReport } from "./report.js";
import { QUICK_WORDS } from "./report-markdown.js";
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
  xWords,
} from "./report-tables.js";
import type { TableReport } from "./table-report.js";

/** The whole page. */
export function reportPage(report: PaperReport): string {
  const { title, citation, claim, quick, tables, charts, missing, costs } = report;
  const head = pageHead({
    title: quick ? `${title} (quick)` : title,
    lead: citation,
    style: STYLE,
  });
  const about = pageSection(
    html`${quick ? html`<p class="quick">${QUICK_WORDS}</p>` : undefined}${claim === undefined ? undefined : html`<p><b>Claim.</b> ${claim}</p>`}`,
  );
  return [
    head,
    ...(quick || claim !== undefined ? [about] : []),
    ...tables.map((table) => tableSection(table, quick)),
    ...charts.map((chart) => chartSection(chart, quick)),
    ...(missing.length > 0
      ? [
          pageSection(folded(`${missing.length} kinds of cells`, missingTable(missing)), {
            heading: "Missing",
          }),
        ]
      : []),
    ...(costs.length > 0
      ? [
          pageSection(
            html`<p class="faint">Of a cell with all its levels, shared ones included: mean CPU time, most memory.</p>
${inHtml(costsTable(costs))}`,
            { heading: "Cost" },
          ),
        ]
      : []),
    pageSection(factList(sourceFacts(report)), { heading: "Sources" }),
    pageFoot("Made by mltl bench report from results alone."),
  ].join("");
}

function tableSection(table: TableReport, quick: boolean): Markup {
  const { title, protocol, data, comparisons } = table;
  const elsewhere = publishedTable(table);
  const decided = comparisons.filter(({ difference }) => difference !== undefined);
  const name = (row: string) => table.rows.find((one) => one.name === row)?.title ?? row;
  const columnTitle = (column: string) =>
    table.columns.find((one) => one.name === column)?.title ?? column;
  const chart = intervalChart(
    `Differences, ${title}`,
    decided.map(({ first, second, column, difference, overItems, overSeeds, verdict }) => ({
      label: `${columnTitle(column)}: ${name(first)} − ${name(second)}`,
      value: difference as number,
      wide: overItems,
      thin: overSeeds,
      decided: verdict === "better" || verdict === "worse",
    })),
  );
  const compared = html`<h3>Comparisons</h3>
<p class="faint">${ruleWords(table)}</p>
${decided.length === 0 ? undefined : html`${chart}<p class="faint">Difference in percentage points. Bar: over test items. Line: over seeds. Filled: decided by the rule.</p>`}
${inHtml(comparisonsTable(table))}`;
  return pageSection(
    html`<p>${protocol}</p>
<p class="faint">Data: ${data.kind}. ${data.note}</p>
<p class="faint">${columnWords(table)}. Figures in %: mean ± sd over seeds (seeds).</p>
${inHtml(meansTable(table))}
${folded("Every figure with its intervals", figuresTable(table))}
${comparisons.length === 0 ? undefined : compared}
${elsewhere.rows.length === 0 ? undefined : html`<h3>Published, not beside ours</h3>${inHtml(elsewhere)}`}`,
    { heading: marked(title, quick), className: "table" },
  );
}

function chartSection(chart: ChartReport, quick: boolean): Markup {
  const panels = chart.panels.map((panel) => chartPanel(chart, panel));
  return pageSection(html`<div class="panels">${panels}</div>`, {
    heading: marked(chart.title, quick),
  });
}

function chartPanel(chart: ChartReport, panel: PanelReport): Markup {
  const { kind } = chart;
  const { title, metric, series } = panel;
  const places = [...new Set(series.flatMap(({ points }) => points.map(({ x }) => x)))];
  places.sort((a, b) => a - b);
  const lines = series.map(({ name, points }) => ({
    name,
    points: points.flatMap(({ x, mean, sd }) =>
      mean === undefined ? [] : [{ x, y: mean, ...(sd !== null && { spread: sd }) }],
    ),
  }));
  const drawn = lineChart(lines, {
    title,
    xName: kind === "curve" ? "labels of the target" : "blocks taken over",
    yName: metric,
    ticks: places.map((x) => ({ x, words: xWords(kind, x) })),
    logarithmic: kind === "curve",
  });
  return html`<figure><figcaption>${title}</figcaption>
${lineKey(series.map(({ name }) => name))}${drawn}
${folded("The numbers", panelTable(chart, panel))}</figure>
`;
}

function folded(words: string, table: WordTable): Markup {
  return html`<details><summary>${words}</summary>${inHtml(table)}</details>`;
}

function inHtml({ head, numeric, rows }: WordTable): Markup {
  const kind = (i: number) => (numeric[i] ? html` class="number"` : undefined);
  const heads = head.map((words, i) => html`<th${kind(i)}>${words}</th>`);
  const body = rows.map(
    (row) => html`<tr>${row.map((words, i) => html`<td${kind(i)}>${words}</td>`)}</tr>
`,
  );
  return html`<div class="tablewrap"><table class="words"><tr>${heads}</tr>
${body}</table></div>`;
}

function marked(title: string, quick: boolean): string {
  return quick ? `${title} (quick)` : title;
}

const STYLE = `
:root { --line-0: #0b5cad; --line-1: #b3470b; --line-2: #1f7a3d; --line-3: #7a3fa0; --line-4: #6b5d00; --line-5: #a12363; }
@media (prefers-color-scheme: dark) {
  :root { --line-0: #6db1f5; --line-1: #f0935a; --line-2: #6fcf8c; --line-3: #c79af0; --line-4: #d9c75a; --line-5: #f08ab8; }
}
h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
.quick { color: var(--warn); background: var(--warn-page); padding: .5rem .75rem; border-radius: 8px; }
.card p + p { margin-top: .5rem; }
.words { margin-top: .75rem; width: auto; min-width: min(100%, 30rem); }
.words th { vertical-align: bottom; }
.words td.number { white-space: nowrap; }
.words td:not(.number) { min-width: 8rem; }
details { margin-top: .75rem; }
summary { cursor: pointer; color: var(--accent); }
.panels { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(26rem, 100%), 1fr)); gap: 1.5rem 2rem; }
.intervals { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); column-gap: 1rem; align-items: center; max-width: 60rem; margin-top: 1rem; font-size: .9rem; }
.intervals .label { text-align: right; }
.intervals svg { display: block; width: 100%; height: auto; }
.intervals text { fill: var(--ink); font-size: 13px; }
figure { margin: 0; }
figcaption { font-weight: 600; }
.key { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: .5rem 0 0; padding: 0; font-size: .9rem; }
.key li { display: flex; align-items: center; gap: .4rem; }
@media (max-width: 40rem) {
  .intervals { grid-template-columns: minmax(0, 1fr); }
  .intervals .label { text-align: left; margin-top: .4rem; }
  .intervals text { font-size: 16px; }
}
`;
