/**
 * Keeps what a trained level answers to each item of dev and the test splits.
 *
 * @module
 */
import type { TrainingTask } from "../train/task.js";
import type { ExperimentCache } from "./cache.js";
import type { LevelWork } from "./level-work.js";

/** Asks the finished artifact and keeps its answers, where the task gives any. */
export async function keepAnswers(
  task: Pick<TrainingTask, "answer">,
  { key, plan, index }: Pick<LevelWork, "key" | "plan" | "index">,
  cache: ExperimentCache,
): Promise<void> {
  const splits = await task.answer?.(cache.placesOf(key).artifact);
  if (splits === undefined) return;
  const { task: name } = plan.levels[index];
  await cache.keepAnswers({ schema: "mltl.answers/1", key, task: name, splits });
}
