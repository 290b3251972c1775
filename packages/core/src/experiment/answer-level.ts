/**
 * Answers of a level that was trained before answers were kept.
 *
 * @module
 */
import { taskKind } from "../train/task.js";
import { ExperimentCache } from "./cache.js";
import { keepAnswers } from "./keep-answers.js";
import type { LevelWork } from "./level-work.js";
import { startTraining } from "./train-level.js";

/**
 * Asks a level's artifact and keeps its answers, without training.
 *
 * @throws MltlError `E_NO_ENGINE`, `E_NOT_FOUND` (data), `E_CHECKSUM`, `E_BAD_ARTIFACT`
 */
export async function answerLevel(work: LevelWork): Promise<void> {
  const level = work.plan.levels[work.index];
  await startTraining(level, work);
  const task = await taskKind(level.task).create({ ...work, level });
  await keepAnswers(task, work, new ExperimentCache(work.cache));
}
