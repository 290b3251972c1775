/**
 * The README's table of speeds: a row for each cell of every case that has results.
 *
 * @module
 */
import { bestPeer, type CellReport, type ContenderSummary, type SpeedReport } from "./report.js";

/** Markdown. */
export function speedTable(reports: readonly SpeedReport[]): string {
  return [
    "| what | mltl | best peer | mltl is |",
    "| --- | --- | --- | --- |",
    ...reports.flatMap((report) => report.cells.map((cell) => row(report, cell))),
    "",
    `Contenders in turn in one run, medians of the rounds (least-most); ${circumstances(reports)}.`,
  ].join("\n");
}

/** `1.23 times (1.20-1.30)`, for a line of text too. */
export function ratioText({ ratio }: Pick<CellReport, "ratio">): string {
  const { min, median, max } = ratio;
  return `${median.toFixed(2)}x (${min.toFixed(2)}-${max.toFixed(2)})`;
}

function row(report: SpeedReport, cell: CellReport): string {
  const what = [report.description, cell.name, report.load ? "another process on one core" : ""];
  const peer = bestPeer(cell);
  return `| ${[
    what.filter(Boolean).join(", "),
    figure(report, cell.ours),
    `${figure(report, peer)} (${peer.name})`,
    ratioText(cell),
  ].join(" | ")} |`;
}

function figure({ unit, asTime }: SpeedReport, { speed }: ContenderSummary): string {
  if (asTime) return `${(1 / speed.median).toFixed(2)} s`;
  const digits = speed.median < 100 ? 1 : 0;
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return `${speed.median.toLocaleString("en", options)} ${unit}`;
}

function circumstances(reports: readonly SpeedReport[]): string {
  const machines = reports.map(
    ({ machine, date }) => `${machine.cpu}, ${machine.cores} cores, ${date}`,
  );
  const versions = reports.flatMap(({ cells }) =>
    cells.flatMap((cell) =>
      [cell.ours, bestPeer(cell)].flatMap(({ versions }) =>
        Object.entries(versions).map(([part, version]) => `${part} ${version}`),
      ),
    ),
  );
  return [...new Set(machines), [...new Set(versions)].sort().join(", ")].join("; ");
}
