/**
 * What of the report of `bench:speed -- face-networks` goes beside accuracy.
 *
 * @module
 */
import type { ContenderSummary, SpeedReport } from "../../speed/report.js";
import type { ContenderSpeed } from "./report.js";

/** Names in the case of what is called otherwise here. */
const IDS: Readonly<Record<string, string>> = {
  mltl: "mltl",
  "face-api": "face-api",
  "fer, keras": "fer-keras",
  "fer, tflite": "fer-tflite",
};

/**
 * Each contender in the cell where it is fastest by the processor's time (by the clock where that
 * isn't known), and ours over it: medians of the rounds, which went in turn.
 */
export function bestSpeeds({ cells }: Pick<SpeedReport, "cells">): Record<string, ContenderSpeed> {
  const best = new Map<string, { cell: string; summary: ContenderSummary }>();
  for (const { name, ours, peers } of cells) {
    for (const summary of [ours, ...peers]) {
      const known = best.get(summary.name);
      if (!known || speedOf(summary) > speedOf(known.summary)) {
        best.set(summary.name, { cell: name, summary });
      }
    }
  }
  const own = best.get("mltl")?.summary;
  if (!own) throw new Error("Expected timings of mltl, received none");
  return Object.fromEntries(
    [...best].map(([name, { cell, summary }]) => {
      const { speed, speedCpu } = summary;
      return [
        IDS[name] ?? name,
        {
          cell,
          facesPerSecond: speed.median,
          ...(speedCpu && { facesPerCpuSecond: speedCpu.median }),
          ratio: ratioOf(own, summary, "seconds"),
          ...(speedCpu && { ratioCpu: ratioOf(own, summary, "cpuSeconds") }),
        },
      ];
    }),
  );
}

/** Median over the rounds of the first one's speed over the second's. */
function ratioOf(
  first: ContenderSummary,
  second: ContenderSummary,
  time: "seconds" | "cpuSeconds",
): number {
  const ratios = first.rounds
    .map((round, i) => {
      const other = second.rounds[i];
      return round.work / round[time] / (other.work / other[time]);
    })
    .sort((a, b) => a - b);
  const middle = (ratios.length - 1) / 2;
  return (ratios[Math.floor(middle)] + ratios[Math.ceil(middle)]) / 2;
}

function speedOf({ speed, speedCpu }: ContenderSummary): number {
  return (speedCpu ?? speed).median;
}
