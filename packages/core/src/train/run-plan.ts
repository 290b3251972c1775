/**
 * Runs a plan from data to artifact.
 *
 * @module
 */
import { rm } from "node:fs/promises";
import path from "node:path";
import { writeCard } from "../artifact/card.js";
import type { ArtifactManifest } from "../artifact/manifest.js";
import { requireReplaceable, saveArtifact } from "../artifact/save.js";
import { disposeNetwork } from "../network/network.js";
import type { Plan } from "./plan.js";
import { taskFactory } from "./task.js";
import { type TrainingEvents, train } from "./trainer.js";

export interface RunPlanOptions extends TrainingEvents {
  /** Folder of the artifact; `out`.run beside it holds checkpoints until it is finished. */
  out: string;
  dataRoot: string;
  seed?: number;
  signal?: AbortSignal;
}

/** Seconds between checkpoints within an epoch. */
const CHECKPOINT_EVERY = 300;

/**
 * Trains, saves the artifact, loads it afresh and scores it on the test splits once.
 *
 * @throws MltlError `E_USAGE` when `out` holds something else than a model; `E_BAD_PLAN`, `E_NOT_FOUND` (data), `E_NOT_FINITE`, `E_ABORTED`
 */
export async function runPlan(plan: Plan, options: RunPlanOptions): Promise<ArtifactManifest> {
  await requireReplaceable(options.out);
  const seed = options.seed ?? plan.seed;
  const [level] = plan.levels;
  const task = await taskFactory(level.task)({ plan, level, seed, dataRoot: options.dataRoot });
  const checkpoints = `${path.resolve(options.out)}.run`;
  try {
    const { best, history } = await train(task, level, {
      ...options,
      seed,
      checkpoints,
      checkpointEvery: CHECKPOINT_EVERY,
    });
    const { metrics } = history.find(
      ({ stage, epoch }) => stage === best.stage && epoch === best.epoch,
    ) as (typeof history)[number];
    const contents = task.describe();
    const identity = {
      name: plan.name,
      title: plan.card.title,
      task: level.task,
      seed,
      licence: plan.card.licence,
      lineage: plan.levels.map(({ name }) => name),
    };
    const save = (figures: ArtifactManifest["metrics"]) => {
      const card = writeCard({ plan, seed, contents, figures, best });
      return saveArtifact(
        options.out,
        task.network,
        contents,
        { ...identity, metrics: figures },
        card,
      );
    };
    await save({ dev: metrics });
    const manifest = await save({ dev: metrics, ...(await task.test(options.out)) });
    await rm(checkpoints, { recursive: true, force: true });
    return manifest;
  } finally {
    disposeNetwork(task.network);
  }
}
