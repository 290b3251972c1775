/**
 * What a level's network begins with.
 *
 * @module
 */
import type { Level } from "../plan/plan.js";
import type { TrainingTask } from "./task.js";

export async function initialise(
  _task: TrainingTask,
  _level: Level,
  _previous: string | undefined,
): Promise<undefined> {
  return undefined;
}
