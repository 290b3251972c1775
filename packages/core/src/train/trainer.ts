/**
 * The training loop: stages of one level, averaged weights, best-epoch choice and exact resume.
 *
 * @module
 */
import { MltlError } from "../errors.js";
import type { Level, Stage } from "../plan/plan.js";
import { scheduleAt } from "../plan/schedule.js";
import type { StepOutcome } from "../program/training-program.js";
import { hashKeys } from "../random/random.js";
import type { BestEpoch, HistoryEntry } from "./checkpoint.js";
import { reportDivergence } from "./divergence.js";
import { finishEpoch } from "./finish-epoch.js";
import { mixObjectives, type ObjectiveSteps } from "./mixing.js";
import { createLevelProgram, objectiveWeight } from "./prepare.js";
import { TrainingRun } from "./run.js";
import { stageLength } from "./stage-steps.js";
import type { Batch, TrainingTask } from "./task.js";

/** A step that was taken. */
export interface StepEvent {
  stage: string;
  /** Name of the objective the batch was for. */
  objective: string;
  epoch: number;
  /** Steps of the stage, this one included, and in all (fewer where the stage stops early). */
  step: number;
  steps: number;
  /** Steps taken since the run began. */
  total: number;
  loss: number;
  /** Factor of the stage's rates. */
  rate: number;
  /** Norm of the whole gradient, before clipping. */
  norm: number;
  /** What the objective counts, in this batch, and the word for it. */
  size: number;
  unit: string;
}

/** What the loop tells while it runs. */
export interface TrainingEvents {
  /** A checkpoint was found and training goes on from it. */
  onResume?(from: { steps: number; epochs: number }): void;
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

/** Everything the loop works with. */
interface Loop {
  readonly task: TrainingTask;
  readonly level: Level;
  readonly run: TrainingRun;
  readonly options: TrainOptions;
  /** Batches an epoch of each objective. */
  readonly steps: ObjectiveSteps;
}

/**
 * Trains a task through a level's stages, going on from a checkpoint where there is one.
 *
 * @throws MltlError `E_NOT_FINITE` when the loss or the gradient is not a number; `E_ABORTED`;
 *   `E_BAD_PLAN` for blocks, objectives or a monitor that don't exist
 */
export async function train(
  task: TrainingTask,
  level: Level,
  options: TrainOptions,
): Promise<TrainResult> {
  const program = createLevelProgram(task, level);
  try {
    const run = new TrainingRun(task, program, level, options.seed, options.checkpoints);
    if (await run.resume()) {
      options.onResume?.({ steps: run.state.steps, epochs: run.state.epochs });
    }
    const steps = Object.fromEntries(
      Object.entries(task.objectives).map(([name, { stepsPerEpoch }]) => [name, stepsPerEpoch]),
    );
    const loop = { task, level, run, options, steps };
    for (const stage of level.stages.slice(run.state.position.stage)) {
      await runStage(loop, stage);
      run.nextStage();
    }
    run.finish();
    return { best: run.state.best as BestEpoch, history: run.state.history };
  } finally {
    program.dispose();
  }
}

async function runStage(loop: Loop, stage: Stage): Promise<void> {
  const { run, options, level, steps } = loop;
  const { state } = run;
  const first = state.epochs - state.position.epoch;
  const total = stageLength(stage, level.mixing, steps, first).steps;
  let order = mixObjectives(steps, level.mixing, options.seed, state.epochs);
  let saved = Date.now();
  let began = performance.now();
  let stopped = false;
  while (!stopped && state.position.stageSteps < total) {
    const { rate } = await takeStep(loop, stage, order, total);
    const finished = state.position.step === order.length || state.position.stageSteps === total;
    if (finished) {
      const seconds = (performance.now() - began) / 1000;
      stopped = finishEpoch({ ...loop, stage, rate, seconds });
      order = mixObjectives(steps, level.mixing, options.seed, state.epochs);
      began = performance.now();
    }
    const due = Date.now() - saved > 1000 * (options.checkpointEvery ?? Number.POSITIVE_INFINITY);
    if (finished || due || options.signal?.aborted) {
      if (stopped) state.position.stageSteps = total;
      await run.save();
      saved = Date.now();
    }
    stopIfAborted(options, state.steps);
    await new Promise(setImmediate);
  }
}

async function takeStep(
  { task, level, run, options }: Loop,
  stage: Stage,
  order: readonly string[],
  total: number,
): Promise<{ rate: number }> {
  const { state } = run;
  const { position } = state;
  const name = order[position.step];
  const objective = task.objectives[name];
  const taken = state.taken[name];
  const batch = objective.batch(
    Math.floor(taken / objective.stepsPerEpoch),
    taken % objective.stepsPerEpoch,
  );
  const { rate, momentum } = scheduleAt(stage, {
    step: position.stageSteps,
    stepsPerEpoch: order.length,
    totalSteps: total,
    plateauDrops: state.plateauDrops,
  });
  const outcome = run.program.step(position.stage, name, batch.feeds, {
    rate,
    momentum,
    seed: hashKeys([options.seed, "step", state.steps]),
    averageKept: Math.min(level.average, (1 + state.steps) / (10 + state.steps)),
  });
  if (!outcome.finite) await stopDiverged({ task, level, run, options }, stage, batch, outcome);
  const loss = outcome.loss / objectiveWeight(level, name);
  state.taken[name]++;
  state.steps++;
  position.step++;
  position.stageSteps++;
  state.lossSum += loss * batch.size;
  state.sizeSum += batch.size;
  options.onStep?.({
    stage: stage.name,
    objective: name,
    epoch: position.epoch,
    step: position.stageSteps,
    steps: total,
    total: state.steps,
    loss,
    rate,
    norm: Math.hypot(...outcome.norms),
    size: batch.size,
    unit: objective.unit,
  });
  return { rate };
}

/** Nothing of the step was applied: the checkpoint stands before it. */
async function stopDiverged(
  { task, level, run, options }: Omit<Loop, "steps">,
  stage: Stage,
  batch: Batch,
  outcome: StepOutcome,
): Promise<never> {
  await run.save();
  throw await reportDivergence({
    folder: options.checkpoints,
    level: level.name,
    stage,
    step: run.state.steps,
    outcome,
    blocks: task.network.blocks,
    ids: batch.ids,
  });
}

function stopIfAborted({ signal, checkpoints }: TrainOptions, steps: number): void {
  if (!signal?.aborted) return;
  throw new MltlError("E_ABORTED", `Stopped after step ${steps}`, {
    hint: checkpoints && "Run the same command again to go on from here.",
  });
}
