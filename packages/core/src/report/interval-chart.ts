import { html, type Markup } from "./html.js";

/** Two ends. */
interface Ends {
  readonly lower: number;
  readonly upper: number;
}

/** A difference and how sure it is. */
export interface IntervalRow {
  readonly label: string;
  /** Fractions, as all that follow. */
  readonly value: number;
  /** Drawn as a bar. */
  readonly wide?: Ends;
  /** Drawn as a line. */
  readonly thin?: Ends;
  /** Whether its mark is filled. */
  readonly decided: boolean;
}

const WIDTH = 420;
const ROW = 28;
const EDGE = 26;
const AXIS = 26;

/**
 * Draws differences around 0, in percentage points, each with two intervals: a row for each, with its
 * label beside it or, where there is no room, above.
 *
 * @param title - what is drawn; it is read out in place of the drawing
 */
export function intervalChart(title: string, rows: readonly IntervalRow[]): Markup {
  const ends = rows.flatMap(({ value, wide, thin }) =>
    [wide, thin].flatMap((one) => (one ? [one.lower, one.upper] : [])).concat(value),
  );
  const most = Math.max(0.005, ...ends.map(Math.abs));
  const step = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5].find((one) => most / one <= 3) ?? 1;
  const count = Math.ceil(most / step);
  const x = (value: number) =>
    Number((WIDTH / 2 + ((WIDTH / 2 - EDGE) * value) / (count * step)).toFixed(1));
  const levels = Array.from({ length: 2 * count + 1 }, (_, i) => (i - count) * step);
  const grid = levels.map(
    (value, i) =>
      html`<line x1="${x(value)}" x2="${x(value)}" y1="0" y2="${ROW}" style="stroke:var(${i === count ? "--ink" : "--line"})"/>`,
  );
  const drawn = rows.map(
    ({ label, value, wide, thin, decided }) => html`<div class="label">${label}</div>
<svg viewBox="0 0 ${WIDTH} ${ROW}" role="img" aria-label="${label}: ${signed(value, 2)} points">${grid}${
      wide &&
      html`<rect x="${x(wide.lower)}" y="${ROW / 2 - 6}" width="${(x(wide.upper) - x(wide.lower)).toFixed(1)}" height="12" rx="4" style="fill:var(--bar)" fill-opacity=".45"/>`
    }${
      thin &&
      html`<line x1="${x(thin.lower)}" x2="${x(thin.upper)}" y1="${ROW / 2}" y2="${ROW / 2}" style="stroke:var(--ink)" stroke-width="1.5"/>`
    }<circle cx="${x(value)}" cy="${ROW / 2}" r="5" style="fill:${decided ? "var(--ink)" : "var(--card)"};stroke:var(--ink)" stroke-width="2"/></svg>
`,
  );
  const words = levels.map(
    (value) =>
      html`<text x="${x(value)}" y="18" text-anchor="middle">${signed(value, step < 0.01 ? 1 : 0)}</text>`,
  );
  return html`<div class="intervals" role="group" aria-label="${title}, in percentage points">
${drawn}<div class="label"></div>
<svg viewBox="0 0 ${WIDTH} ${AXIS}" aria-hidden="true">${words}</svg>
</div>
`;
}

function signed(value: number, digits: number): string {
  const words = (100 * Math.abs(value)).toFixed(digits);
  if (Number(words) === 0) return words;
  return `${value < 0 ? "−" : "+"}${words}`;
}
