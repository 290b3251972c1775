import { html, type Markup } from "./html.js";

/** A mark of a line: mean, and spread where it is known. */
export interface LinePoint {
  readonly x: number;
  /** Fraction, 0-1. */
  readonly y: number;
  readonly spread?: number;
}

export interface Line {
  readonly name: string;
  readonly points: readonly LinePoint[];
}

/** What the chart's axes say. */
export interface LineChartOptions {
  /** What is drawn; it is read out in place of the drawing. */
  readonly title: string;
  readonly xName: string;
  readonly yName: string;
  /** Where the horizontal axis has marks, and what stands there. */
  readonly ticks: readonly { readonly x: number; readonly words: string }[];
  /** Equal steps for equal factors. Default: for equal differences. */
  readonly logarithmic?: boolean;
}

const WIDTH = 420;
const HEIGHT = 300;
const LEFT = 62;
const RIGHT = 14;
const TOP = 14;
const BOTTOM = 54;
/** From the ends of the axis to the first and the last mark. */
const INSET = 26;

/** Lines tell themselves apart by colour, dashes and marks. */
const DASHES = ["", "7 4", "2 4", "10 3 2 3", "1 3", "12 4"];
export const LINE_STYLES = DASHES.length;

/** Draws lines of means in percent, with a bar of one spread up and down at each mark. */
export function lineChart(lines: readonly Line[], options: LineChartOptions): Markup {
  const { title, xName, yName, ticks, logarithmic = false } = options;
  const scale = logarithmic ? Math.log : (x: number) => x;
  const places = ticks.map((tick) => scale(tick.x));
  const [first, last] = [Math.min(...places), Math.max(...places)];
  const x = (value: number) =>
    LEFT +
    INSET +
    ((WIDTH - LEFT - RIGHT - 2 * INSET) * (scale(value) - first)) / (last - first || 1);
  const [bottom, top, step] = range(lines);
  const y = (value: number) =>
    TOP + ((HEIGHT - TOP - BOTTOM) * (top - value)) / (top - bottom || 1);
  const levels = Array.from(
    { length: Math.round((top - bottom) / step) + 1 },
    (_, i) => bottom + i * step,
  );
  const grid = levels.map(
    (
      level,
    ) => html`<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${f(y(level))}" y2="${f(y(level))}" style="stroke:var(--line)"/>
<text x="${LEFT - 8}" y="${f(y(level) + 5)}" text-anchor="end">${(100 * level).toFixed(step < 0.01 ? 1 : 0)}</text>
`,
  );
  const marks = ticks.map(
    (tick) =>
      html`<text x="${f(x(tick.x))}" y="${HEIGHT - BOTTOM + 20}" text-anchor="middle">${tick.words}</text>
`,
  );
  const drawn = lines.map((line, i) => drawLine(line, i, x, y));
  const spoken = lines.map(({ name, points }) => {
    const words = points.map((point) => {
      const tick = ticks.find((one) => one.x === point.x);
      return `${tick?.words ?? point.x}: ${(100 * point.y).toFixed(1)}`;
    });
    return `${name} ${words.join(", ") || "nothing"}`;
  });
  const middle = TOP + (HEIGHT - TOP - BOTTOM) / 2;
  return html`<svg class="chart lines" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}, ${yName} in percent by ${xName}. ${spoken.join("; ")}">
${grid}${marks}${drawn}<text x="${LEFT + (WIDTH - LEFT - RIGHT) / 2}" y="${HEIGHT - 10}" text-anchor="middle">${xName}</text>
<text x="16" y="${middle}" text-anchor="middle" transform="rotate(-90 16 ${middle})">${yName}, %</text>
</svg>
`;
}

/** What the lines of a chart are called, each with its stroke and mark. */
export function lineKey(names: readonly string[]): Markup {
  const items = names.map(
    (
      name,
      i,
    ) => html`<li><svg viewBox="0 0 44 16" width="44" height="16" aria-hidden="true"><line x1="2" x2="42" y1="8" y2="8" ${stroke(i)}/>${mark(i, 22, 8)}</svg>${name}</li>
`,
  );
  return html`<ul class="key">${items}</ul>`;
}

function drawLine(
  { name, points }: Line,
  i: number,
  x: (value: number) => number,
  y: (value: number) => number,
): Markup {
  const path = points.map((point) => `${f(x(point.x))},${f(y(point.y))}`).join(" ");
  const marks = points.map((point) => {
    const { y: value, spread = 0 } = point;
    const at = f(x(point.x) + 2 * (i % 2 === 0 ? -i : i));
    const words = spread > 0 ? ` ± ${(100 * spread).toFixed(1)}` : "";
    const bar =
      spread > 0
        ? html`<line x1="${at}" x2="${at}" y1="${f(y(value - spread))}" y2="${f(y(value + spread))}" style="stroke:${colour(i)}" stroke-width="1.5" opacity=".6"/>`
        : undefined;
    return html`<g><title>${name}: ${(100 * value).toFixed(1)} %${words}</title>${bar}${mark(i, x(point.x), y(value))}</g>
`;
  });
  return html`<g><polyline points="${path}" fill="none" ${stroke(i)}/>
${marks}</g>
`;
}

function colour(i: number): string {
  return `var(--line-${i % LINE_STYLES})`;
}

function stroke(i: number): Markup {
  return html`style="stroke:${colour(i)}" stroke-width="2.5" stroke-dasharray="${DASHES[i % LINE_STYLES]}"`;
}

function mark(i: number, x: number, y: number): Markup {
  const fill = html`style="fill:${colour(i)}"`;
  switch (i % 4) {
    case 0:
      return html`<circle cx="${f(x)}" cy="${f(y)}" r="4.5" ${fill}/>`;
    case 1:
      return html`<rect x="${f(x - 4)}" y="${f(y - 4)}" width="8" height="8" ${fill}/>`;
    case 2:
      return html`<path d="M${f(x)} ${f(y - 5.5)}l5.5 9.5h-11z" ${fill}/>`;
    default:
      return html`<path d="M${f(x)} ${f(y - 6)}l6 6-6 6-6-6z" ${fill}/>`;
  }
}

/** Round ends around all marks and bars, and a round step between. */
function range(lines: readonly Line[]): [bottom: number, top: number, step: number] {
  const ends = lines.flatMap(({ points }) =>
    points.flatMap(({ y, spread = 0 }) => [y - spread, y + spread]),
  );
  if (ends.length === 0) return [0, 1, 0.25];
  const [low, high] = [Math.max(0, Math.min(...ends)), Math.min(1, Math.max(...ends))];
  const room = Math.max(high - low, 0.02);
  const step = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25].find((one) => room / one <= 5) ?? 0.25;
  const bottom = Math.floor(low / step + 1e-9) * step;
  const top = Math.ceil(high / step - 1e-9) * step;
  return [bottom, Math.max(top, bottom + step), step];
}

function f(value: number): string {
  return value.toFixed(1);
}
