/**
 * `mltl bench plan`: what an experiment has, what it is missing, how long that will take.
 *
 * @module
 */
import type { Command } from "commander";
import { addExperimentOptions } from "../bench-run/open-experiment.js";
import type { BenchPlanFlags } from "../bench-run/plan-bench.js";
import { addExamples } from "../help-examples.js";
import { listFormatOption } from "../print-list.js";

/** Adds `mltl bench plan`. */
export function registerBenchPlan(parent: Command): void {
  const command = addExperimentOptions(
    parent
      .command("plan")
      .description("show which cells of an experiment are there and how long the others will take"),
  )
    .option("--no-pilot", "don't time a few steps of what has not been run before")
    .addOption(listFormatOption())
    .action(async (file: string, flags: BenchPlanFlags) => {
      const { planBench } = await import("../bench-run/plan-bench.js");
      await planBench(file, flags);
    });
  addExamples(command, [
    [
      "bench plan benchmarks/experiments/tiny-ner.yaml --data-root data/samples",
      "before it is run, or between two runs",
    ],
  ]);
}
