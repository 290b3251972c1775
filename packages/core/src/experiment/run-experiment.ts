/**
 * Runs the cells of an experiment that are missing.
 *
 * @module
 */
import { MltlError } from "../errors.js";
import { answerCells } from "./answer-cells.js";
import { ExperimentCache } from "./cache.js";
import type { Cell } from "./cells.js";
import { runLevelProcess, threadsPerJob } from "./level-child.js";
import { LevelQueue, type QueuedLevel } from "./level-queue.js";
import type { Failure, LevelEnding, LevelNews, LevelWork } from "./level-work.js";
import { type CellResult, type LevelRecord, sumCosts } from "./records.js";

/** Where an experiment's levels are trained and kept. */
export interface ExperimentPlaces extends Pick<LevelWork, "dataRoot" | "manifests" | "modules"> {
  /** Folder of trained levels and results. */
  readonly cache: string;
}

export interface RunExperimentOptions extends ExperimentPlaces {
  /** Levels trained at once, each with its share of the cores. Default: 1. */
  readonly jobs?: number;
  /** Seconds after which the run stops as on `signal`. */
  readonly maxSeconds?: number;
  /** Lets levels stop after the step in flight, with a checkpoint. */
  readonly signal?: AbortSignal;
  readonly onStart?: (level: QueuedLevel) => void;
  readonly onNews?: (level: QueuedLevel, news: LevelNews) => void;
  readonly onEnd?: (level: QueuedLevel, ending: LevelEnding) => void;
  readonly onResult?: (result: CellResult) => void;
  /** A cell of before has no answers kept, and its artifact is asked for them. */
  readonly onAnswer?: (cell: Cell) => void;
  readonly onUnanswered?: (cell: Cell, failure: Failure) => void;
}

/** What became of a cell. */
export type CellOutcome =
  /** `cached`: it was finished before. */
  | { readonly cell: Cell; readonly status: "cached" | "done"; readonly result: CellResult }
  | { readonly cell: Cell; readonly status: "failed"; readonly failure: Failure }
  /** The run was stopped before. */
  | { readonly cell: Cell; readonly status: "missing" };

/**
 * Trains what is missing, each level once and in a process of its own, and gives every cell's
 * outcome in the order of the cells. A failed level fails the cells that need it and no others.
 * Stopped or killed at any moment, the same call goes on to the same numbers.
 *
 * @throws MltlError `E_NO_ENGINE` where nothing can be trained
 */
export async function runExperiment(
  cells: readonly Cell[],
  options: RunExperimentOptions,
): Promise<CellOutcome[]> {
  const cache = new ExperimentCache(options.cache);
  const found = new Map<Cell, CellResult>();
  for (const cell of cells) {
    const result = await cache.result(cell.key);
    if (result) found.set(cell, result);
  }
  const missing = cells.filter((cell) => !found.has(cell));
  const queue = new LevelQueue(missing, cache);
  const done = new Map<Cell, CellResult>();
  const finishCells = async () => {
    for (const cell of missing) {
      const result = done.has(cell) ? undefined : await resultOf(cell, cache);
      if (!result || done.has(cell)) continue;
      done.set(cell, result);
      await cache.keepResult(result);
      options.onResult?.(result);
    }
  };
  await finishCells();
  const signal = stopSignal(options);
  await answerCells([...found.keys(), ...done.keys()], { ...options, signal });
  await trainMissing(queue, { ...options, signal }, finishCells);
  return cells.map((cell): CellOutcome => {
    const cached = found.get(cell);
    if (cached) return { cell, status: "cached", result: cached };
    const result = done.get(cell);
    if (result) return { cell, status: "done", result };
    const failure = queue.failureOf(cell);
    return failure ? { cell, status: "failed", failure } : { cell, status: "missing" };
  });
}

/** Aborted when the caller says so or the time is up. */
function stopSignal({ maxSeconds, signal }: RunExperimentOptions): AbortSignal {
  return AbortSignal.any([
    ...(signal ? [signal] : []),
    ...(maxSeconds === undefined ? [] : [AbortSignal.timeout(1000 * maxSeconds)]),
  ]);
}

async function trainMissing(
  queue: LevelQueue,
  options: RunExperimentOptions & { readonly signal: AbortSignal },
  onLevelDone: () => Promise<void>,
): Promise<void> {
  const { jobs = 1, signal } = options;
  const stop = new AbortController();
  const onAbort = () => stop.abort();
  signal.addEventListener("abort", onAbort);
  if (signal.aborted) onAbort();
  const running = new Set<Promise<void>>();
  const start = (level: QueuedLevel) => {
    level.state = "running";
    const run = trainQueued(level, options, stop.signal)
      .then(onLevelDone)
      .finally(() => running.delete(run));
    running.add(run);
  };
  try {
    while (true) {
      const free = running.size < jobs && !stop.signal.aborted;
      const next = free ? await queue.next() : undefined;
      if (next && !stop.signal.aborted) start(next);
      else if (running.size > 0) await Promise.race(running);
      else break;
    }
    await onLevelDone();
  } catch (error) {
    stop.abort();
    await Promise.allSettled(running);
    throw error;
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

async function trainQueued(
  level: QueuedLevel,
  options: RunExperimentOptions,
  signal: AbortSignal,
): Promise<void> {
  const { cell, index, key, previous } = level;
  const { cache, dataRoot, manifests, modules, jobs = 1 } = options;
  options.onStart?.(level);
  const ending = await runLevelProcess(
    {
      ...{ kind: "train", plan: cell.resolved, seed: cell.seed, index, key, previous },
      ...{ cache, dataRoot, manifests, modules },
      threads: threadsPerJob(jobs),
    },
    signal,
    (news) => options.onNews?.(level, news),
  );
  level.state = ending.kind === "stopped" ? "missing" : ending.kind;
  options.onEnd?.(level, ending);
  if (ending.kind !== "failed") return;
  const { code, message, hint } = ending.failure;
  if (code === "E_NO_ENGINE") throw new MltlError(code, message, { hint });
  level.failure = ending.failure;
}

/** The result of a cell whose levels are all trained. */
async function resultOf(cell: Cell, cache: ExperimentCache): Promise<CellResult | undefined> {
  const records: LevelRecord[] = [];
  for (const { key } of cell.levels) {
    const record = await cache.level(key);
    if (!record) return undefined;
    records.push(record);
  }
  const { id, key, plan, data, fraction, seed, resolved } = cell;
  const { metrics, parameters } = records[records.length - 1];
  return {
    schema: "mltl.result/1",
    ...{ key, id, plan, ...(data !== undefined && { data }), fraction, seed, resolved },
    ...{ metrics, parameters, cost: sumCosts(records.map(({ cost }) => cost)), levels: records },
  };
}
