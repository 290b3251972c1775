/**
 * What an experiment has, what it is missing, and how long that will take.
 *
 * @module
 */
import { ExperimentCache } from "./cache.js";
import type { Cell } from "./cells.js";
import { type EstimateOptions, type LevelEstimate, LevelEstimates } from "./level-estimates.js";
import type { KeyedLevel } from "./level-key.js";

/** `begun`: some of it is there, or a checkpoint. */
export type CellStatus = "cached" | "begun" | "missing";

/** A level of a cell and what is there of it. */
export interface PlannedLevel extends KeyedLevel, Partial<LevelEstimate> {
  readonly name: string;
  readonly status: CellStatus;
}

export interface PlannedCell {
  readonly cell: Cell;
  readonly status: CellStatus;
  readonly levels: readonly PlannedLevel[];
}

/**
 * Looks up cells and estimates the levels that are missing, begun ones as if from the start.
 *
 * @param cells - the cells wanted
 * @param all - every cell of the experiment, to learn from
 */
export async function planExperiment(
  cells: readonly Cell[],
  all: readonly Cell[],
  options: EstimateOptions,
): Promise<PlannedCell[]> {
  const cache = new ExperimentCache(options.cache);
  const estimates = new LevelEstimates(all, options);
  const planned: PlannedCell[] = [];
  for (const cell of cells) {
    const finished = (await cache.result(cell.key)) !== undefined;
    const levels: PlannedLevel[] = [];
    for (const level of cell.levels) {
      const { name } = cell.resolved.levels[level.index];
      if (finished || (await cache.level(level.key))) {
        levels.push({ ...level, name, status: "cached" });
      } else {
        const status = cache.isBegun(level.key) ? "begun" : "missing";
        levels.push({ ...level, name, status, ...(await estimates.of(cell, level.index)) });
      }
    }
    const begun = levels.some(({ status }) => status !== "missing");
    planned.push({ cell, status: finished ? "cached" : begun ? "begun" : "missing", levels });
  }
  return planned;
}

/** Seconds that missing levels will take one after another, each counted once. */
export function secondsMissing(planned: readonly Pick<PlannedCell, "levels">[]): {
  seconds: number;
  /** Missing levels of which nothing is known; they aren't in `seconds`. */
  unknown: number;
} {
  const levels = new Map(
    planned.flatMap((cell) => cell.levels.map((level) => [level.key, level] as const)),
  );
  let seconds = 0;
  let unknown = 0;
  for (const level of levels.values()) {
    if (level.status === "cached") continue;
    if (level.seconds === undefined) unknown++;
    else seconds += level.seconds;
  }
  return { seconds, unknown };
}
