/**
 * Estimates how long a level takes, by a few of its steps.
 *
 * @module
 */
import { stageLengths } from "../train/stage-steps.js";
import { taskKind } from "../train/task.js";
import { timeLevel } from "../train/time-level.js";
import type { LevelWork } from "./level-work.js";
import type { Pilot } from "./records.js";
import { startTraining } from "./train-level.js";

/**
 * Takes some steps of every stage from random weights, which cost what those from others' do, and
 * keeps nothing of them but the time.
 *
 * @throws MltlError `E_NO_ENGINE`, `E_BAD_PLAN`, `E_NOT_FOUND` (data); AbortError
 */
export async function pilotLevel(work: LevelWork, signal: AbortSignal): Promise<Pilot> {
  const began = performance.now();
  const level = work.plan.levels[work.index];
  await startTraining(level, work);
  const task = await taskKind(level.task).create({ ...work, level });
  const startSeconds = (performance.now() - began) / 1000;
  const { secondsPerStep, evaluationSeconds } = await timeLevel(task, level, {
    seed: work.seed,
    signal,
  });
  const seconds = stageLengths(level, task).reduce(
    (sum, { steps, epochs }, i) => sum + steps * secondsPerStep[i] + epochs * evaluationSeconds,
    startSeconds,
  );
  return { schema: "mltl.pilot/1", seconds };
}
