/**
 * `mltl bench run`: runs the cells of an experiment that are missing.
 *
 * @module
 */
import { type Command, Option } from "commander";
import { addExperimentOptions } from "../bench-run/open-experiment.js";
import type { BenchRunFlags } from "../bench-run/run-bench.js";
import { addExamples } from "../help-examples.js";
import { positiveInteger, timeSpan } from "../option-parsers.js";

/** Adds `mltl bench run`. */
export function registerBenchRun(parent: Command): void {
  const command = addExperimentOptions(
    parent
      .command("run")
      .description(
        "run an experiment: plans x data x fractions x seeds; what is there already is kept",
      ),
  )
    .option("--max-time <time>", "stop after this long, e.g. 20m; run it again to go on", timeSpan)
    .option("--jobs <n>", "trainings at once, each with its share of the cores", positiveInteger, 1)
    .addOption(
      new Option("--format <name>", "how the figures are printed")
        .choices(["table", "json", "csv"])
        .default("table"),
    )
    .action(async (file: string, flags: BenchRunFlags) => {
      const { runBench } = await import("../bench-run/run-bench.js");
      await runBench(file, flags);
    });
  addExamples(command, [
    [
      "bench run benchmarks/experiments/tiny-ner.yaml --data-root data/samples",
      "two ways to a tagger, on a sample that comes along",
    ],
    ["bench run mine.yaml --seeds 5 --only 'transfer/*' --max-time 2h", "a part of a large one"],
  ]);
}
