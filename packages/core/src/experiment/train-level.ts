/**
 * Trains one level of an experiment into the cache.
 *
 * @module
 */
import { rm } from "node:fs/promises";
import path from "node:path";
import { verifyData } from "../data/check-data.js";
import { hasData } from "../data/data-root.js";
import { readDataManifests } from "../data/manifest.js";
import { loadEngine, requireNative } from "../engine/engine.js";
import type { EngineThreads } from "../engine/native.js";
import { MltlError } from "../errors.js";
import { withLock } from "../io/lock.js";
import type { Level } from "../plan/plan.js";
import { learnedParameters } from "../train/prepare.js";
import { runLevel } from "../train/run-level.js";
import type { TrainingTask } from "../train/task.js";
import type { TrainResult } from "../train/trainer.js";
import { trainingThreads } from "../train/training-threads.js";
import { ExperimentCache } from "./cache.js";
import { CostMeter } from "./cost-meter.js";
import { keepAnswers } from "./keep-answers.js";
import { dataSetsOf } from "./level-key.js";
import type { LevelNews, LevelWork } from "./level-work.js";
import { provenance } from "./provenance.js";

/** An evaluation may keep the process from touching its lock for long. */
export const LEVEL_LOCK_STALE_MS = 15 * 60_000;

/**
 * Trains the level unless that is done, going on from a checkpoint where there is one, while no
 * other process does.
 *
 * @throws MltlError `E_NO_ENGINE`, `E_CHECKSUM` for data that isn't what its manifest says, and what
 *   `runLevel` throws
 */
export async function trainLevel(
  work: LevelWork,
  signal: AbortSignal,
  tell: (news: LevelNews) => void,
): Promise<void> {
  const cache = new ExperimentCache(work.cache);
  const { artifact, scratch, lock } = cache.placesOf(work.key);
  const onWait = (holder: string) => tell({ kind: "waiting", holder });
  const train = async () => {
    const meter = new CostMeter(path.join(scratch, "cost.json"));
    const level = work.plan.levels[work.index];
    const { engine, threads } = await startTraining(level, work);
    const trained: { result: TrainResult; task: TrainingTask }[] = [];
    try {
      const manifest = await runLevel({
        ...work,
        ...(work.previous !== undefined && { previous: cache.placesOf(work.previous).artifact }),
        out: artifact,
        scratch,
        signal,
        onTrained: (result, task) => trained.push({ result, task }),
        onResume: (from) => tell({ kind: "resumed", ...from }),
        onEpoch(entry) {
          meter.save();
          tell({ kind: "epoch", entry });
        },
      });
      const [{ result, task: learner }] = trained;
      const { best, history } = result;
      const { name, task } = level;
      const { metrics, parameters } = manifest;
      const cost = meter.now();
      await keepAnswers(learner, work, cache);
      await cache.keepLevel({
        schema: "mltl.level/1",
        ...{ key: work.key, name, task, seed: work.seed, metrics, best, history, parameters },
        ...{ learned: learnedParameters(level, learner.network), cost },
        ranOn: await provenance(engine, threads),
      });
    } catch (error) {
      meter.save();
      throw error;
    }
  };
  const trainOnce = async () => {
    if (!(await cache.level(work.key))) await train();
    await rm(scratch, { recursive: true, force: true });
  };
  await withLock(lock, trainOnce, { signal, onWait, staleAfter: LEVEL_LOCK_STALE_MS });
}

/** Loads what the level needs: its task, intact data, the engine with the threads that fit. */
export async function startTraining(
  level: Level,
  { modules, dataRoot, manifests, threads: cores }: LevelWork,
): Promise<{ engine: string; threads: EngineThreads }> {
  await Promise.all(modules.map((module) => import(module)));
  await requireIntactData(level, dataRoot, manifests);
  const threads = trainingThreads({ levels: [level] }, cores);
  const engine = await loadEngine({ threads });
  requireNative(engine, "Training");
  return { engine: engine.version, threads };
}

/** A level's key vouches for the content of its data, so that is looked at; what is absent is the task's to miss. */
async function requireIntactData(level: Level, root: string, folder?: string): Promise<void> {
  const known = new Map((await readDataManifests(folder)).map((one) => [one.name, one]));
  for (const name of dataSetsOf(level, known.keys())) {
    const manifest = known.get(name);
    if (!manifest || !hasData(root, manifest)) continue;
    const checks = await verifyData(path.join(root, manifest.folder), manifest);
    const damaged = checks.find(({ status }) => status !== "ok");
    if (!damaged) continue;
    throw new MltlError(
      "E_CHECKSUM",
      `Expected ${damaged.file} of data set '${name}' as its manifest has it, received other content`,
      { hint: `\`mltl data verify ${name}\` says more.` },
    );
  }
}
