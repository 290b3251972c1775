/**
 * `mltl train`: runs a plan from data to artifact.
 *
 * @module
 */
import type { Command } from "commander";
import { addExamples } from "../help-examples.js";
import { interruptSignal } from "../interrupt.js";
import { positiveInteger, wholeNumber } from "../option-parsers.js";

/** Adds `mltl train`. */
export function registerTrain(program: Command): void {
  const command = program
    .command("train")
    .description("train a model by a plan; run it again to go on after a stop")
    .argument("<plan>", "a YAML file, such as those in benchmarks/plans")
    .requiredOption(
      "--out <folder>",
      "folder of the model; checkpoints lie in <folder>.run until it is done",
    )
    .option("--seed <n>", "decides every random choice (default: the plan's)", wholeNumber)
    .option("--data-root <folder>", "where data sets lie (default: MLTL_DATA)")
    .option("--threads <n>", "threads inside one operation (default: every core)", positiveInteger)
    .action(runTrain);
  addExamples(command, [
    [
      "train benchmarks/plans/vision/emotion.yaml --out out/emotion",
      "the emotion classifier, from scratch",
    ],
    [
      "train benchmarks/plans/text/en.yaml --out out/en --threads 1",
      "the English tagger; small matrices like one thread",
    ],
  ]);
}

async function runTrain(
  file: string,
  options: { out: string; seed?: number; dataRoot?: string; threads?: number },
): Promise<void> {
  const core = await import("@mltl/core");
  const plan = await core.readPlan(file);
  core.requireNative(await core.loadEngine({ threads: options.threads }), "Training");
  await Promise.all([import("@mltl/vision/training"), import("@mltl/text/training")]);
  const progress = core.createProgress({ label: "training", unit: "steps" });
  try {
    const manifest = await core.runPlan(plan, {
      out: options.out,
      seed: options.seed,
      dataRoot: core.dataRoot(options.dataRoot),
      signal: interruptSignal(),
      onResume: ({ steps }) => {
        progress.note(`going on after step ${steps}`);
        progress.tick(steps);
      },
      onStep: ({ steps }) => {
        progress.total(steps);
        progress.tick();
      },
      onEpoch: ({ stage, epoch, loss, metrics, best }) => {
        const figures = Object.entries(metrics).map(
          ([name, value]) => `${name} ${(100 * value).toFixed(1)} %`,
        );
        const mark = best ? " *" : "";
        progress.note(
          `${stage} ${epoch + 1}: loss ${loss.toFixed(4)}, dev ${figures.join(", ")}${mark}`,
        );
      },
    });
    process.stdout.write(`${JSON.stringify({ folder: options.out, metrics: manifest.metrics })}\n`);
  } finally {
    progress.stop();
  }
}
