import { html, type Markup } from "./html.js";

/** The scores of one label; fractions. */
export interface ScoreRow {
  readonly label: string;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Gold items. */
  readonly support: number;
  /** A CSS colour for the bar. Default: the report's own. */
  readonly colour?: string;
}

/**
 * Precision, recall and F1 of each label, F1 as a bar too.
 *
 * @param name - what the rows are
 * @param counted - what `support` counts
 */
export function scoreTable(name: string, counted: string, rows: readonly ScoreRow[]): Markup {
  return html`<div class="tablewrap"><table class="scores">
<tr><th>${name}</th><th class="number">precision</th><th class="number">recall</th><th class="number">F1</th><th class="wide"></th><th class="number">${counted}</th></tr>
${rows.map(row)}</table></div>`;
}

function row({ label, precision, recall, f1, support, colour = "var(--bar)" }: ScoreRow): Markup {
  const bar = html`<span class="bar"><i style="width:${(100 * f1).toFixed(1)}%;background:${colour}"></i></span>`;
  return html`<tr><td>${label}</td><td class="number">${percent(precision)}</td><td class="number">${percent(recall)}</td><td class="number">${percent(f1)}</td><td class="wide">${bar}</td><td class="number">${support.toLocaleString("en")}</td></tr>
`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
