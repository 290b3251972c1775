/**
 * How long levels will take.
 *
 * @module
 */
import { ExperimentCache } from "./cache.js";
import type { Cell } from "./cells.js";
import { runLevelProcess, threadsPerJob } from "./level-child.js";
import type { Failure } from "./level-work.js";
import type { Pilot } from "./records.js";
import type { ExperimentPlaces } from "./run-experiment.js";

export interface EstimateOptions extends ExperimentPlaces {
  /** Whether levels of which no seed is finished are timed by a few steps. */
  readonly pilots: boolean;
  readonly signal?: AbortSignal;
  /** A pilot of one of the cell's levels begins. */
  readonly onPilot?: (cell: Cell, level: string) => void;
  readonly onPilotFailed?: (cell: Cell, level: string, failure: Failure) => void;
}

/** Seconds that training a level will take, and where that is from: other seeds, or a few steps. */
export interface LevelEstimate {
  readonly seconds: number;
  readonly basis: "seeds" | "pilot";
}

/** Estimates levels of an experiment, each kind of level once. */
export class LevelEstimates {
  private readonly known = new Map<string, Promise<LevelEstimate | undefined>>();
  private readonly cache: ExperimentCache;

  /** @param cells - every cell of the experiment, to learn from */
  constructor(
    private readonly cells: readonly Cell[],
    private readonly options: EstimateOptions,
  ) {
    this.cache = new ExperimentCache(options.cache);
  }

  /** The estimate for one of a cell's levels; undefined where nothing is known. */
  of(cell: Cell, index: number): Promise<LevelEstimate | undefined> {
    const alike = this.cells.filter(
      ({ plan, data, fraction }) =>
        plan === cell.plan && data === cell.data && fraction === cell.fraction,
    );
    const { key } = alike[0].levels[index];
    const estimate = this.known.get(key) ?? this.estimate(alike, index);
    this.known.set(key, estimate);
    return estimate;
  }

  private async estimate(
    alike: readonly Cell[],
    index: number,
  ): Promise<LevelEstimate | undefined> {
    const records = await Promise.all(
      alike.map(({ levels }) => this.cache.level(levels[index].key)),
    );
    const known = records.flatMap((record) => (record ? [record.cost.seconds] : []));
    if (known.length > 0) {
      const seconds = known.reduce((sum, one) => sum + one, 0) / known.length;
      return { seconds, basis: "seeds" };
    }
    const { key } = alike[0].levels[index];
    const pilot = (await this.cache.pilot(key)) ?? (await this.runPilot(alike[0], index));
    return pilot && { seconds: pilot.seconds, basis: "pilot" };
  }

  private async runPilot(cell: Cell, index: number): Promise<Pilot | undefined> {
    const { cache, dataRoot, manifests, modules, pilots, signal, onPilot, onPilotFailed } =
      this.options;
    if (!pilots || signal?.aborted) return undefined;
    const { name } = cell.resolved.levels[index];
    onPilot?.(cell, name);
    const { key } = cell.levels[index];
    const ending = await runLevelProcess(
      {
        ...{ kind: "pilot", plan: cell.resolved, seed: cell.seed, index, key },
        ...{ cache, dataRoot, manifests, modules, threads: threadsPerJob(1) },
      },
      signal ?? new AbortController().signal,
    );
    if (ending.kind === "failed") onPilotFailed?.(cell, name, ending.failure);
    if (ending.kind !== "done" || !ending.pilot) return undefined;
    await this.cache.keepPilot(key, ending.pilot);
    return ending.pilot;
  }
}
