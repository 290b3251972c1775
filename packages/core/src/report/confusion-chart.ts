import { html, type Markup } from "./html.js";

const CELL = 64;
const LABEL_WIDTH = 104;
const HEAD_HEIGHT = 92;
/** For the last column's label, which leans. */
const OVERHANG = 36;
/** From none to all of a row: light enough for dark text, dark enough for white. */
const LIGHTEST = [238, 244, 251];
const DARKEST = [10, 66, 128];
/** Shares above this have white text. */
const DARK_FROM = 0.65;

/**
 * Draws a confusion matrix: a row for each label, a column for each answer. A cell says which share of
 * its row it has, and how many that are.
 *
 * @param labels - in the order of rows and columns
 * @param matrix - counts, [label][answer]
 */
export function confusionChart(
  labels: readonly string[],
  matrix: readonly (readonly number[])[],
): Markup {
  const width = LABEL_WIDTH + labels.length * CELL + OVERHANG;
  const height = HEAD_HEIGHT + labels.length * CELL;
  const columns = labels.map((label, j) => {
    const x = LABEL_WIDTH + (j + 0.5) * CELL;
    return html`<text x="${x}" y="${HEAD_HEIGHT - 10}" transform="rotate(-40 ${x} ${HEAD_HEIGHT - 10})">${shortened(label)}</text>
`;
  });
  const rows = labels.map((label, i) => {
    const total = matrix[i].reduce((sum, count) => sum + count, 0);
    const y = HEAD_HEIGHT + i * CELL;
    const cells = matrix[i].map((count, j) => cell(labels, i, j, count, total));
    return html`<text x="${LABEL_WIDTH - 10}" y="${y + CELL / 2 + 5}" text-anchor="end">${shortened(label)}</text>
${cells}`;
  });
  const spoken = labels.map((label, i) => `${label} ${percent(matrix[i][i], sum(matrix[i]))}`);
  return html`<svg class="chart confusion" viewBox="0 0 ${width} ${height}" style="max-width:${width}px" role="img" aria-label="Confusion matrix; share of each label that is told right: ${spoken.join(", ")}">
${columns}${rows}</svg>
`;
}

function cell(
  labels: readonly string[],
  i: number,
  j: number,
  count: number,
  total: number,
): Markup {
  const share = total > 0 ? count / total : 0;
  const [x, y] = [LABEL_WIDTH + j * CELL, HEAD_HEIGHT + i * CELL];
  const fill = LIGHTEST.map((light, c) => Math.round(light + share * (DARKEST[c] - light)));
  const ink = share > DARK_FROM ? "#fff" : "#1c1b19";
  const middle = x + CELL / 2;
  const frame = i === j ? html` stroke="#1c1b19" stroke-width="1.5"` : undefined;
  return html`<g><title>${labels[i]}, told ${labels[j]}: ${count} of ${total}</title>
<rect x="${x + 1}" y="${y + 1}" width="${CELL - 2}" height="${CELL - 2}" rx="4" fill="rgb(${fill.join(",")})"${frame}/>
<text class="share" x="${middle}" y="${y + 31}" text-anchor="middle" style="fill:${ink}">${total > 0 ? (100 * share).toFixed(0) : "–"}</text>
<text class="count" x="${middle}" y="${y + 49}" text-anchor="middle" style="fill:${ink}">${count.toLocaleString("en")}</text></g>
`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function percent(count: number, total: number): string {
  return total > 0 ? `${((100 * count) / total).toFixed(0)} %` : "none";
}

function shortened(label: string): string {
  return label.length > 11 ? `${label.slice(0, 10)}…` : label;
}
