/**
 * The end of an epoch: evaluation, the best weights, and whether the stage is over.
 *
 * @module
 */
import { MltlError } from "../errors.js";
import { lowerIsBetter } from "../metrics/figure.js";
import type { Level, Stage } from "../plan/plan.js";
import type { TrainingRun } from "./run.js";
import type { Metrics, TrainingTask } from "./task.js";
import type { TrainingEvents } from "./trainer.js";

/** What the end of an epoch is told. */
export interface EpochEnd {
  readonly task: TrainingTask;
  readonly level: Level;
  readonly stage: Stage;
  readonly run: TrainingRun;
  readonly options: TrainingEvents;
  /** The schedule's factor at the last step. */
  readonly rate: number;
  readonly seconds: number;
}

/**
 * Evaluates, keeps the weights where they are the best so far, and writes the epoch into the run.
 *
 * @returns true when the stage has waited for something better for long enough
 * @throws MltlError `E_BAD_PLAN` for a monitor that the task doesn't measure
 */
export function finishEpoch({
  task,
  level,
  stage,
  run,
  options,
  rate,
  seconds,
}: EpochEnd): boolean {
  const { state } = run;
  const { epoch } = state.position;
  const began = performance.now();
  const metrics = task.evaluate(run.evaluation);
  const value = metricNamed(metrics, level.monitor);
  const best = state.best === undefined || isBetter(level.monitor, value, state.best.value);
  if (best) run.keepBest({ value, epoch, stage: stage.name });
  const entry = {
    stage: stage.name,
    epoch,
    steps: state.steps,
    loss: state.lossSum / state.sizeSum,
    rate,
    metrics,
    seconds: seconds + (performance.now() - began) / 1000,
  };
  state.history.push(entry);
  state.position.epoch++;
  state.position.step = 0;
  state.epochs++;
  state.lossSum = 0;
  state.sizeSum = 0;
  const stopped = waitForBetter(run, level, stage, best);
  options.onEpoch?.({ ...entry, best });
  return stopped;
}

/** Counts epochs without anything better: towards the next drop of the rate, and towards the end. */
function waitForBetter({ state }: TrainingRun, level: Level, stage: Stage, best: boolean): boolean {
  const { waited } = state;
  waited.patience = best ? 0 : waited.patience + 1;
  waited.plateau = best ? 0 : waited.plateau + 1;
  const { schedule } = stage;
  if (schedule.name === "plateau" && waited.plateau > schedule.patience) {
    state.plateauDrops++;
    waited.plateau = 0;
  }
  const patience = stage.patience ?? level.patience;
  return patience !== undefined && waited.patience >= patience;
}

function isBetter(monitor: string, value: number, than: number): boolean {
  return lowerIsBetter(monitor) ? value < than : value > than;
}

function metricNamed(metrics: Metrics, name: string): number {
  if (name in metrics) return metrics[name];
  const known = Object.keys(metrics).join(", ");
  throw new MltlError("E_BAD_PLAN", `Expected monitor to be one of ${known}, received '${name}'`);
}
