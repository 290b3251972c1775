import { equal, match, ok } from "node:assert/strict";
import type { FacesReport } from "#benchmarks/accuracy/faces/report.js";
import { bestSpeeds } from "#benchmarks/accuracy/faces/speeds.js";
import { longTables, shortTable } from "#benchmarks/accuracy/faces/tables.js";
import { type FewFacesRow, fewFacesRows } from "#benchmarks/accuracy/few-faces.js";

const interval = (estimate: number) => ({
  ...{ estimate, lower: estimate - 0.02, upper: estimate + 0.02, level: 0.95, resamples: 10 },
});
const figures = (accuracy: number) => ({
  accuracy: interval(accuracy),
  balancedAccuracy: interval(accuracy - 0.1),
  macroF1: interval(accuracy - 0.2),
});

const report: FacesReport = {
  date: "2020-01-02",
  machine: { cpu: "a processor", cores: 2, memoryGiB: 8, platform: "linux-x64", node: "v20" },
  contenders: [
    { id: "mltl", name: "mltl emotion", note: "ours", versions: { node: "v20" }, sha256: "ab12" },
    { id: "peer", name: "a peer", note: "theirs", versions: { peer: "1.0" }, sha256: "cd34" },
  ],
  parts: [
    {
      ...{ id: "lfw-emotion", name: "LFW faces", note: "news photographs", unit: "person" },
      data: { set: "lfw-emotion", splits: ["dev"], sha256: "0123456789abcdef" },
      ...{ faces: 40, units: 12, counts: { happy: 30, neutral: 10 }, leftOut: { contempt: 3 } },
      figures: { mltl: figures(0.8), peer: figures(0.6) },
      calm: {
        mltl: { neutral: 10, calledSadOrAngry: 1 },
        peer: { neutral: 10, calledSadOrAngry: 4 },
      },
      leads: { peer: { difference: 0.2, lower: 0.1, upper: 0.3, p: 0.0001, adjustedP: 0.0004 } },
    },
  ],
  conditions: [],
  grey: { photographs: 2, agreements: { mltl: { faces: 5, same: 4, unmatched: 1 } } },
  ferplus: {
    ...{ model: "raters", faces: 50, accuracy: 0.9, lower: 0.85, upper: 0.95 },
    ...{ balancedAccuracy: 0.7, macroF1: 0.6, sha256: "ef56" },
  },
  speed: {
    mltl: { cell: "batch 128", facesPerSecond: 300, ratio: 1 },
    peer: { cell: "one at a time", facesPerSecond: 600, ratio: 0.5 },
  },
};

describe("tables of accuracy", () => {
  it("are short for the README: a row a contender, sets that are there, percent", () => {
    const lines = shortTable(report).split("\n");
    equal(
      lines[0],
      "| accuracy, % | LFW faces | calm faces called sad or angry, % | faces/s beside ours |",
    );
    equal(lines[2], "| mltl emotion | 80.0 | 10.0 | 1x |");
    equal(lines[3], "| a peer | 60.0 | 40.0 | 2.00x |");
  });

  it("say of each set what it is, with intervals, leads and what was left out", () => {
    const text = longTables(report);
    match(text, /40 faces of 12 persons \(happy 30, neutral 10\)/);
    match(text, /3 of contempt/);
    match(
      text,
      /\| a peer \| 60\.0 \(58\.0-62\.0\) .* \+20\.0 \(\+10\.0 to \+30\.0\), p < 0\.001 \|/,
    );
    match(text, /\| mltl \| 5 \| 1 \| 4 of 5 \|/);
    match(text, /as published, not run here/);
  });

  it("take each contender's best batch, and ratios round by round", () => {
    const spread = (median: number) => ({ min: median, median, max: median });
    const timed = (name: string, rates: number[]) => ({
      ...{ name, versions: {}, speed: spread(rates[1]), speedCpu: spread(rates[1] / 2) },
      rounds: rates.map((rate) => ({ work: rate, seconds: 1, cpuSeconds: 2 })),
    });
    const cell = (name: string, ours: number[], theirs: number[]) => {
      const peer = { ...timed("face-api", theirs), ratio: spread(0) };
      return { name, ours: timed("mltl", ours), peers: [peer], ratio: spread(0) };
    };
    const speeds = bestSpeeds({
      cells: [cell("many", [90, 100, 110], [45, 20, 22]), cell("one", [8, 9, 10], [30, 30, 30])],
    });
    equal(speeds.mltl.cell, "many");
    equal(speeds["face-api"].cell, "one");
    ok(Math.abs(speeds["face-api"].ratio - 100 / 30) < 1e-9);
  });
});

describe("few faces", () => {
  it("are compared seed by seed", () => {
    const row = (plan: string, scores: Record<string, number>) => ({
      ...{ plan, data: "5-a-class", fraction: 1, split: "test", metric: "accuracy", scores },
      ...{ mean: 0, sd: 0, n: 0 },
    });
    const rows = fewFacesRows([
      row("fine-tuned", { 1: 0.5, 2: 0.7, 3: 0.9 }),
      row("scratch", { 1: 0.4, 2: 0.8 }),
    ]);
    equal(rows.length, 1);
    const [{ data, tuned, scratch, difference, wins }] = rows as [FewFacesRow];
    equal(data, "5-a-class");
    equal(tuned.n, 2);
    ok(Math.abs(tuned.mean - 0.6) < 1e-9 && Math.abs(scratch.mean - 0.6) < 1e-9);
    ok(
      Math.abs(difference.mean) < 1e-9 && Math.abs((difference.sd ?? 0) - Math.SQRT1_2 / 5) < 1e-9,
    );
    equal(wins, 1);
  });
});
