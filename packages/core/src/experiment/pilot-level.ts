/**
 * Times a level by a few of its steps.
 *
 * @module
 */
import { MltlError } from "../errors.js";
import type { Level } from "../plan/plan.js";
import { stepsInEpoch } from "../train/mixing.js";
import { type TrainingTask, taskKind } from "../train/task.js";
import { train } from "../train/trainer.js";
import type { LevelWork } from "./level-work.js";
import type { Pilot } from "./records.js";
import { startTraining } from "./train-level.js";

/** First steps, in which memory is taken and operations are set up. */
const WARM_UP_STEPS = 3;
const MOST_STEPS = 50;
const MOST_SECONDS = 10;

/**
 * Takes a few steps from random weights and keeps nothing of them but the time they took.
 *
 * @throws what `createTask` and `train` throw; `E_ABORTED`
 */
export async function pilotLevel(work: LevelWork, signal: AbortSignal): Promise<Pilot> {
  const began = performance.now();
  const level = work.plan.levels[work.index];
  await startTraining(level, work);
  const task = await taskKind(level.task).create({ ...work, level });
  const enough = new AbortController();
  const times: number[] = [];
  const onStep = () => {
    times.push(performance.now());
    const spent = (performance.now() - times[0]) / 1000;
    if (times.length >= MOST_STEPS || spent > MOST_SECONDS) enough.abort();
  };
  try {
    const signals = AbortSignal.any([signal, enough.signal]);
    await train(task, level, { seed: work.seed, signal: signals, onStep });
  } catch (error) {
    const over = error instanceof MltlError && error.code === "E_ABORTED" && !signal.aborted;
    if (!over) throw error;
  }
  const first = Math.min(WARM_UP_STEPS, times.length - 1);
  const measured = times.length - 1 - first;
  const seconds = (times[times.length - 1] - times[first]) / 1000;
  return {
    schema: "mltl.pilot/1",
    startSeconds: (times[0] - began) / 1000,
    secondsPerStep: measured > 0 ? seconds / measured : 0,
    steps: stepsOf(level, task),
  };
}

function stepsOf({ stages, mixing }: Level, { objectives }: TrainingTask): number {
  const batches = Object.fromEntries(
    Object.entries(objectives).map(([name, { stepsPerEpoch }]) => [name, stepsPerEpoch]),
  );
  let epoch = 0;
  let total = 0;
  for (const { epochs = 0, steps = 0 } of stages) {
    total += steps;
    for (let i = 0; i < epochs; i++) total += stepsInEpoch(batches, mixing, epoch++);
  }
  return total;
}
