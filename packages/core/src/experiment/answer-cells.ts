/**
 * Answers of cells that were finished before answers were kept.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { taskKind } from "../train/task.js";
import { ExperimentCache } from "./cache.js";
import type { Cell } from "./cells.js";
import { runLevelProcess, threadsPerJob } from "./level-child.js";
import type { Failure } from "./level-work.js";
import type { ExperimentPlaces } from "./run-experiment.js";

export interface AnswerCellsOptions extends ExperimentPlaces {
  readonly signal: AbortSignal;
  readonly onAnswer?: (cell: Cell) => void;
  readonly onUnanswered?: (cell: Cell, failure: Failure) => void;
}

/**
 * Asks the last levels of finished cells that have no answers kept, from their artifacts, one after
 * the other and each in a process of its own. Tasks that don't score item by item are passed over.
 */
export async function answerCells(
  cells: readonly Cell[],
  { signal, onAnswer, onUnanswered, ...places }: AnswerCellsOptions,
): Promise<void> {
  const cache = new ExperimentCache(places.cache);
  for (const cell of cells) {
    if (signal.aborted) return;
    const { key, index } = cell.levels[cell.levels.length - 1];
    const { task } = cell.resolved.levels[index];
    if (!taskKind(task).itemScore || cache.hasAnswers(key)) continue;
    if (!existsSync(cache.placesOf(key).artifact)) continue;
    onAnswer?.(cell);
    const { dataRoot, manifests, modules } = places;
    const ending = await runLevelProcess(
      {
        ...{ kind: "answer", plan: cell.resolved, seed: cell.seed, index, key },
        ...{ cache: places.cache, dataRoot, manifests, modules, threads: threadsPerJob(1) },
      },
      signal,
    );
    if (ending.kind === "failed") onUnanswered?.(cell, ending.failure);
  }
}
