/**
 * The training loop: stages of one task, averaged weights, best-epoch choice and exact resume.
 *
 * @module
 */
import { MltlError } from "../errors.js";
import { selectBlocks } from "../network/select-blocks.js";
import { randomStream } from "../random/random.js";
import type { BestEpoch, HistoryEntry } from "./checkpoint.js";
import type { Level, Stage } from "./plan.js";
import { TrainingRun } from "./run.js";
import { rateFactor } from "./schedule.js";
import { createStep } from "./step.js";
import type { Metrics, TrainingTask } from "./task.js";

/** A step that was taken. */
export interface StepEvent {
  stage: string;
  epoch: number;
  /** Steps of the stage, this one included, and in all. */
  step: number;
  steps: number;
  loss: number;
  rate: number;
  /** What the task counts, in this batch. */
  size: number;
}

/** What the loop tells while it runs. */
export interface TrainingEvents {
  /** A checkpoint was found and training goes on from it. */
  onResume?(from: { steps: number }): void;
  onStep?(step: StepEvent): void;
  /** An epoch was evaluated; `best` if it is the best so far. */
  onEpoch?(entry: HistoryEntry & { best: boolean }): void;
}

export interface TrainOptions extends TrainingEvents {
  seed: number;
  /** Folder for checkpoints; none are written without it. */
  checkpoints?: string;
  /** Seconds between checkpoints, besides the one after every epoch. */
  checkpointEvery?: number;
  /** Stops after the step in flight, checkpoint written, with `E_ABORTED`. */
  signal?: AbortSignal;
}

/** What a training came to. The network is left with the best epoch's (averaged) weights. */
export interface TrainResult {
  best: BestEpoch;
  history: HistoryEntry[];
}

/**
 * Trains a task through a level's stages, going on from a checkpoint where there is one.
 *
 * @throws MltlError `E_NOT_FINITE` when the loss or the gradient is not a number; `E_ABORTED`;
 *   `E_BAD_PLAN` for blocks or a monitor that don't exist
 */
export async function train(
  task: TrainingTask,
  level: Level,
  options: TrainOptions,
): Promise<TrainResult> {
  const run = new TrainingRun(task, level, options.seed, options.checkpoints);
  try {
    if (await run.resume()) options.onResume?.({ steps: run.state.steps });
    for (const stage of level.stages.slice(run.state.position.stage)) {
      await runStage(task, level, stage, run, options);
      run.state.position = { stage: run.state.position.stage + 1, epoch: 0, step: 0 };
    }
    run.restoreBest();
    return { best: run.state.best as BestEpoch, history: run.state.history };
  } finally {
    run.dispose();
  }
}

async function runStage(
  task: TrainingTask,
  level: Level,
  stage: Stage,
  run: TrainingRun,
  options: TrainOptions,
): Promise<void> {
  const { state } = run;
  const learning = selectBlocks(task.network.blocks, stage.train);
  const takeStep = createStep(task, stage, learning, run.optimizerOf(stage));
  const steps = stage.epochs * task.stepsPerEpoch;
  let saved = Date.now();
  let began = performance.now();
  while (state.position.epoch < stage.epochs) {
    const { epoch, step } = state.position;
    const done = epoch * task.stepsPerEpoch + step;
    const rate = stage.rate * rateFactor(stage.schedule, done, steps, stage.warmup);
    const batch = task.batch(run.epoch, step);
    const loss = takeStep(batch, rate, randomStream(options.seed, "step", state.steps));
    run.average.update(state.steps);
    const size = task.size(batch);
    state.steps++;
    state.position.step++;
    state.lossSum += loss * size;
    state.sizeSum += size;
    options.onStep?.({ stage: stage.name, epoch, step: done + 1, steps, loss, rate, size });

    const finished = state.position.step === task.stepsPerEpoch;
    if (finished) {
      finishEpoch(task, level, stage, run, began, options);
      began = performance.now();
    }
    const due = Date.now() - saved > 1000 * (options.checkpointEvery ?? Number.POSITIVE_INFINITY);
    if (finished || due || options.signal?.aborted) {
      await run.save();
      saved = Date.now();
    }
    stopIfAborted(options, state.steps);
    await new Promise(setImmediate);
  }
}

function finishEpoch(
  task: TrainingTask,
  { monitor }: Level,
  stage: Stage,
  run: TrainingRun,
  began: number,
  { onEpoch }: TrainingEvents,
): void {
  const { state } = run;
  const { epoch } = state.position;
  run.average.swap();
  const metrics = task.evaluate();
  const value = metricNamed(metrics, monitor);
  const best = state.best === undefined || value > state.best.value;
  if (best) run.keepBest({ value, epoch, stage: stage.name });
  run.average.swap();
  const entry: HistoryEntry = {
    stage: stage.name,
    epoch,
    loss: state.lossSum / state.sizeSum,
    metrics,
    seconds: (performance.now() - began) / 1000,
  };
  state.history.push(entry);
  state.position.epoch++;
  state.position.step = 0;
  state.lossSum = 0;
  state.sizeSum = 0;
  onEpoch?.({ ...entry, best });
}

function metricNamed(metrics: Metrics, name: string): number {
  if (name in metrics) return metrics[name];
  const known = Object.keys(metrics).join(", ");
  throw new MltlError("E_BAD_PLAN", `Expected monitor to be one of ${known}, received '${name}'`);
}

function stopIfAborted({ signal, checkpoints }: TrainOptions, steps: number): void {
  if (!signal?.aborted) return;
  throw new MltlError("E_ABORTED", `Stopped after step ${steps}`, {
    hint: checkpoints && "Run the same command again to go on from here.",
  });
}
