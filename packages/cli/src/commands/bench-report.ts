/**
 * `mltl bench report`: tables, tests and charts of what experiments came to.
 *
 * @module
 */
import type { Command } from "commander";
import type { BenchReportFlags } from "../bench-run/report-bench.js";
import { addExamples } from "../help-examples.js";
import { positiveInteger } from "../option-parsers.js";

/** Adds `mltl bench report`. */
export function registerBenchReport(parent: Command): void {
  const command = parent
    .command("report")
    .description("report on a paper or on experiments, from results alone: nothing is trained")
    .argument("[files...]", "a paper's manifest, or files of experiments (default: system 1's)")
    .option("--system <n>", "a system's paper, by number", positiveInteger)
    .option("--quick", "of the paper's small experiments")
    .option("--out <folder>", "where report.md, report.html and report.json are written")
    .option("--json", "print the whole report as JSON")
    .option("--cache <folder>", "where trained levels and results are kept", ".mltl/experiments")
    .option(
      "--results <file>",
      "results kept in a file (default: the paper's in benchmarks/results)",
    )
    .option("--record", "keep a paper's results in benchmarks/results, and its table in README.md")
    .action(async (files: string[], flags: BenchReportFlags) => {
      const { reportBench } = await import("../bench-run/report-bench.js");
      await reportBench(files, flags);
    });
  addExamples(command, [
    [
      "bench report --system 1 --out out/system-1",
      "what is known of a paper, as page and Markdown",
    ],
    ["bench report benchmarks/experiments/tiny-ner.yaml --out out/tiny", "of an experiment"],
  ]);
}
