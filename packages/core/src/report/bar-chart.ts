import { html, type Markup } from "./html.js";

/** One bar of a chart. */
export interface Bar {
  label: string;
  /** 0 or more. */
  value: number;
  /** A CSS colour. Default: the report's own. */
  colour?: string;
}

const rowHeight = 30;
const width = 560;
const labelWidth = 150;
const valueWidth = 56;

/**
 * Draws horizontal bars, in the order given, each with its label and its value in words.
 *
 * @param title - what is counted; it is read out in place of the drawing
 */
export function barChart(title: string, bars: readonly Bar[]): Markup {
  const most = Math.max(1, ...bars.map((bar) => bar.value));
  const room = width - labelWidth - valueWidth;
  const rows = bars.map((bar, i) => {
    const y = i * rowHeight;
    const length = (room * bar.value) / most;
    const fill = bar.colour ?? "var(--bar)";
    return html`<g>
<text x="${labelWidth - 10}" y="${y + 20}" text-anchor="end">${shortened(bar.label)}</text>
<rect class="track" x="${labelWidth}" y="${y + 7}" width="${room}" height="16" rx="4"/>
<rect x="${labelWidth}" y="${y + 7}" width="${length.toFixed(1)}" height="16" rx="4" style="fill:${fill}"/>
<text class="value" x="${labelWidth + room + 10}" y="${y + 20}">${bar.value.toLocaleString("en")}</text>
</g>
`;
  });
  const spoken = bars.map((bar) => `${bar.label} ${bar.value}`).join(", ");
  return html`<svg class="chart" viewBox="0 0 ${width} ${bars.length * rowHeight}" role="img" aria-label="${title}: ${spoken}">
${rows}</svg>
`;
}

function shortened(label: string): string {
  return label.length > 13 ? `${label.slice(0, 12)}…` : label;
}
