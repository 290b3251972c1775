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

const WIDTH = 640;
const LABEL = 12;
const ROW = 46;
const BOTTOM = 40;

/**
 * Draws differences around 0, in percentage points, each with two intervals.
 *
 * @param title - what is drawn; it is read out in place of the drawing
 */
export function intervalChart(title: string, rows: readonly IntervalRow[]): Markup {
  const ends = rows.flatMap(({ value, wide, thin }) =>
    [wide, thin].flatMap((one) => (one ? [one.lower, one.upper] : [])).concat(value),
  );
  const most = Math.max(0.005, ...ends.map(Math.abs));
  const step = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5].find((one) => most / one <= 3) ?? 1;
  const reach = Math.max(step, Math.ceil(most / step) * step);
  const x = (value: number) => (WIDTH / 2 + ((WIDTH - 2 * LABEL) / 2) * (value / reach)).toFixed(1);
  const height = rows.length * ROW + BOTTOM;
  const count = Math.round(reach / step);
  const grid = Array.from({ length: 2 * count + 1 }, (_, i) => {
    const value = (i - count) * step;
    const anchor = i === 0 ? "start" : i === 2 * count ? "end" : "middle";
    const ink = i === count ? "--ink" : "--line";
    return html`<line x1="${x(value)}" x2="${x(value)}" y1="4" y2="${height - BOTTOM}" style="stroke:var(${ink})"/>
<text x="${x(value)}" y="${height - BOTTOM + 22}" text-anchor="${anchor}">${signed(value, step < 0.01 ? 1 : 0)}</text>
`;
  });
  const drawn = rows.map(({ label, value, wide, thin, decided }, i) => {
    const y = i * ROW + 34;
    const bar =
      wide &&
      html`<rect x="${x(wide.lower)}" y="${y - 6}" width="${(Number(x(wide.upper)) - Number(x(wide.lower))).toFixed(1)}" height="12" rx="4" style="fill:var(--bar)" fill-opacity=".45"/>`;
    const line =
      thin &&
      html`<line x1="${x(thin.lower)}" x2="${x(thin.upper)}" y1="${y}" y2="${y}" style="stroke:var(--ink)" stroke-width="1.5"/>`;
    const fill = decided ? "var(--ink)" : "var(--card)";
    return html`<g><title>${label}: ${signed(value, 2)} points</title>
<text x="${LABEL}" y="${y - 14}">${label}</text>
${bar}${line}<circle cx="${x(value)}" cy="${y}" r="5" style="fill:${fill};stroke:var(--ink)" stroke-width="2"/></g>
`;
  });
  const spoken = rows.map(({ label, value }) => `${label} ${signed(value, 1)}`);
  return html`<svg class="chart intervals" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${title}, in percentage points: ${spoken.join("; ")}">
${grid}${drawn}</svg>
`;
}

function signed(value: number, digits: number): string {
  const words = (100 * Math.abs(value)).toFixed(digits);
  if (Number(words) === 0) return words;
  return `${value < 0 ? "−" : "+"}${words}`;
}
