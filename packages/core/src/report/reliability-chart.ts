import type { ReliabilityBin } from "../metrics/calibration.js";
import { html, type Markup } from "./html.js";

const SIDE = 320;
const LEFT = 52;
const BOTTOM = 46;
const TOP = 12;
const RIGHT = 12;

/**
 * Draws a reliability diagram: how often answers are right against how sure they are. On the diagonal a
 * classifier is as right as it says. Bars are fainter the fewer answers they stand for.
 */
export function reliabilityChart(bins: readonly ReliabilityBin[]): Markup {
  const x = (share: number) => LEFT + share * SIDE;
  const y = (share: number) => TOP + (1 - share) * SIDE;
  const most = Math.max(1, ...bins.map(({ count }) => count));
  const bars = bins
    .filter(({ count }) => count > 0)
    .map(({ lower, upper, count, accuracy, confidence }) => {
      const opacity = 0.25 + 0.75 * Math.sqrt(count / most);
      return html`<g><title>${percent(lower)} to ${percent(upper)} sure: ${count.toLocaleString("en")} answers, ${percent(accuracy)} right, ${percent(confidence)} sure on average</title>
<rect x="${(x(lower) + 1).toFixed(1)}" y="${y(accuracy).toFixed(1)}" width="${(x(upper) - x(lower) - 2).toFixed(1)}" height="${(y(0) - y(accuracy)).toFixed(1)}" style="fill:var(--bar)" fill-opacity="${opacity.toFixed(2)}"/>
<circle cx="${x(confidence).toFixed(1)}" cy="${y(accuracy).toFixed(1)}" r="3.5" style="fill:var(--ink)"/></g>
`;
    });
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const word = `${100 * share}`;
    return html`<line x1="${x(0)}" y1="${y(share)}" x2="${x(1)}" y2="${y(share)}" style="stroke:var(--line)"/>
<text x="${LEFT - 8}" y="${y(share) + 5}" text-anchor="end">${word}</text>
<text x="${x(share)}" y="${y(0) + 19}" text-anchor="middle">${word}</text>
`;
  });
  const middle = { x: x(0.5), y: y(0.5) };
  const spoken = bins
    .filter(({ count }) => count > 0)
    .map(({ confidence, accuracy }) => `${percent(confidence)} sure, ${percent(accuracy)} right`);
  return html`<svg class="chart reliability" viewBox="0 0 ${LEFT + SIDE + RIGHT} ${TOP + SIDE + BOTTOM}" style="max-width:26rem" role="img" aria-label="Reliability diagram: ${spoken.join("; ")}">
${ticks}${bars}<line x1="${x(0)}" y1="${y(0)}" x2="${x(1)}" y2="${y(1)}" style="stroke:var(--ink)" stroke-dasharray="5 5"/>
<text x="${middle.x}" y="${TOP + SIDE + BOTTOM - 6}" text-anchor="middle">how sure, percent</text>
<text x="14" y="${middle.y}" text-anchor="middle" transform="rotate(-90 14 ${middle.y})">how often right, percent</text>
</svg>
`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
