/**
 * `mltl bench paper`: runs and reports what stands beside a paper.
 *
 * @module
 */
import type { Command } from "commander";
import type { BenchPaperFlags } from "../bench-run/paper-bench.js";
import { addExamples } from "../help-examples.js";
import { positiveInteger, timeSpan } from "../option-parsers.js";

/** Adds `mltl bench paper`. */
export function registerBenchPaper(parent: Command): void {
  const command = parent
    .command("paper")
    .description("run the experiments beside a paper, one seed of everything first, and report")
    .option("--system <n>", "which of the systems 1 to 5", positiveInteger, 1)
    .option("--file <file>", "a manifest of one's own in place of a system's")
    .option("--quick", "on small slices, in minutes; the figures say nothing of the claim")
    .option("--max-time <time>", "stop after this long, e.g. 20m; run it again to go on", timeSpan)
    .option(
      "--jobs <n>",
      "trainings at once, each with its share of the cores (default: 1, with --quick one a core)",
      positiveInteger,
    )
    .option("--out <folder>", "where the report is written (default: .mltl/paper/system-N)")
    .option("--json", "print the whole report as JSON")
    .option("--cache <folder>", "where trained levels and results are kept", ".mltl/experiments")
    .option("--data-root <folder>", "where data sets lie (default: MLTL_DATA)")
    .option("--record", "keep results in benchmarks/results, and the table in README.md")
    .action(async (flags: BenchPaperFlags) => {
      const { paperBench } = await import("../bench-run/paper-bench.js");
      await paperBench(flags);
    });
  addExamples(command, [
    ["bench paper --system 1 --quick", "see all of it run, in minutes"],
    ["bench paper --system 1 --max-time 8h", "a night of it; the same command goes on"],
  ]);
}
