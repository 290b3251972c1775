/**
 * The look of every report: system fonts, light and dark, 4.5:1 contrast or better throughout.
 */
export const reportStyle = `
:root {
  color-scheme: light dark;
  --page: #f7f6f3; --card: #fff; --ink: #1c1b19; --faint: #5f5c55; --line: #dedbd3;
  --accent: #0b5cad; --bar: #3b82c4; --warn: #8a4b00; --warn-page: #fdf1dd;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #141517; --card: #1e2023; --ink: #eceae5; --faint: #a9a69e; --line: #34373c;
    --accent: #7fb8f5; --bar: #5b9bd8; --warn: #f3c27c; --warn-page: #33270f;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
}
.page { display: flex; flex-direction: column; gap: 1.5rem; max-width: 76rem; margin: 0 auto; padding: 2rem 1.25rem 3rem; }
header { order: -2; }
.first { order: -1; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .25rem; letter-spacing: -.01em; }
h2 { font-size: 1.15rem; margin: 0 0 .75rem; }
p { margin: 0; max-width: 46rem; }
.faint { color: var(--faint); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.25rem; overflow-wrap: anywhere; }
.tablewrap { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .95rem; overflow-wrap: normal; }
th { text-align: left; font-weight: 600; color: var(--faint); font-size: .85rem; }
th, td { padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
tr:last-child > td { border-bottom: 0; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
code { font: .92em ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace; }
footer { color: var(--faint); font-size: .9rem; }
.chart { display: block; margin-top: 1rem; width: 100%; max-width: 40rem; height: auto; font: inherit; }
.chart text { fill: var(--ink); font-size: 14px; }
.chart .track { fill: var(--line); opacity: .55; }
.chart .value { font-variant-numeric: tabular-nums; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: 1.25rem; }
.tile { display: flex; flex-direction: column; gap: .1rem; }
.tile .name { font-size: .85rem; font-weight: 600; color: var(--faint); }
.tile b { font-size: 1.9rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.tile .faint { font-size: .85rem; }
.pair { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 2rem; align-items: center; }
.pair p { margin-bottom: .75rem; }
.scroll { overflow-x: auto; }
.confusion .count { font-size: 12px; opacity: .85; }
.confusion .share { font-weight: 600; font-size: 17px; }
.bar { display: block; min-width: 4rem; height: .7rem; margin-top: .4rem; border-radius: 4px; background: color-mix(in srgb, var(--line) 55%, transparent); }
.bar i { display: block; height: 100%; border-radius: 4px; }
td.wide { width: 30%; }
.scores .number { white-space: nowrap; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .35rem 1.25rem; margin: 0; }
dt { color: var(--faint); }
dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 60rem) { .pair { grid-template-columns: minmax(0, 1fr); } }
@media (max-width: 40rem) {
  .chart text { font-size: 19px; }
  .confusion .count { display: none; }
  .confusion .share { font-size: 24px; }
  .wide { display: none; }
  .tiles { grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); }
  .scores .number, .scores th { padding-right: .4rem; font-size: .88rem; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: .5rem; }
}
@media print { body { background: #fff; } .card { break-inside: avoid; } }
`;
