/**
 * The levels that an experiment is missing, in an order in which they can be trained.
 *
 * @module
 */
import { lockHolder } from "../io/lock.js";
import type { ExperimentCache } from "./cache.js";
import type { Cell } from "./cells.js";
import type { KeyedLevel } from "./level-key.js";
import type { Failure } from "./level-work.js";
import { LEVEL_LOCK_STALE_MS } from "./train-level.js";

/** A level that some cells need. */
export interface QueuedLevel extends KeyedLevel {
  /** The first of the cells that need it. */
  readonly cell: Cell;
  state: "missing" | "running" | "done" | "failed";
  failure?: Failure;
}

/** Levels by key, each once, however many cells share it, in the order of the cells. */
export class LevelQueue {
  private readonly levels = new Map<string, QueuedLevel>();

  constructor(
    cells: readonly Cell[],
    private readonly cache: ExperimentCache,
  ) {
    for (const cell of cells) {
      for (const level of cell.levels) {
        if (!this.levels.has(level.key)) {
          this.levels.set(level.key, { ...level, cell, state: "missing" });
        }
      }
    }
  }

  /**
   * The next level that can be trained now; one that another process works on only where there is
   * no other. Levels that have been finished meanwhile are passed over.
   */
  async next(): Promise<QueuedLevel | undefined> {
    let elsewhere: QueuedLevel | undefined;
    for (const level of this.levels.values()) {
      if (level.state !== "missing") continue;
      if (await this.cache.level(level.key)) {
        level.state = "done";
        continue;
      }
      const before = level.previous === undefined ? undefined : this.levels.get(level.previous);
      if (before?.state === "failed") {
        level.state = "failed";
        level.failure = before.failure;
      }
      if (before !== undefined && before.state !== "done") continue;
      const { lock } = this.cache.placesOf(level.key);
      if ((await lockHolder(lock, LEVEL_LOCK_STALE_MS)) === undefined) return level;
      elsewhere ??= level;
    }
    return elsewhere;
  }

  /** Why a cell cannot be finished: the failure of the first of its levels that has failed. */
  failureOf({ levels }: Cell): Failure | undefined {
    return levels.map(({ key }) => this.levels.get(key)?.failure).find((failure) => failure);
  }
}
