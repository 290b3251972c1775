/**
 * Runs one level of a plan: data, network, training, test, artifact.
 *
 * @module
 */
import path from "node:path";
import { writeCard } from "../artifact/card.js";
import type { ArtifactManifest } from "../artifact/manifest.js";
import { saveArtifact } from "../artifact/save.js";
import type { Plan } from "../plan/plan.js";
import type { ReuseReport } from "../reuse/report.js";
import { initialise } from "./initialise.js";
import { type TrainingTask, taskKind } from "./task.js";
import { type TrainingEvents, type TrainResult, train } from "./trainer.js";

/** What a level is run with. */
export interface LevelRequest extends TrainingEvents {
  readonly plan: Plan;
  /** Which of the plan's levels. */
  readonly index: number;
  readonly seed: number;
  /** Folder of the data sets. */
  readonly dataRoot: string;
  /** The artifact of the level before, where there is one. */
  readonly previous?: string;
  /** Folder of the artifact that comes out; written only when the level is finished. */
  readonly out: string;
  /** Folder for checkpoints and for what isn't finished. */
  readonly scratch: string;
  /** Seconds between checkpoints within an epoch. */
  readonly checkpointEvery?: number;
  readonly signal?: AbortSignal;
  /** Something was guessed of the level's data. */
  onNotice?(notice: string): void;
  /** What the level's network took over from elsewhere. */
  onReuse?(report: ReuseReport): void;
  /** All epochs are over; the test splits aren't scored yet. */
  onTrained?(result: TrainResult, task: TrainingTask): void;
}

const CHECKPOINT_EVERY = 300;

/**
 * Trains a level, saves its artifact, loads that afresh and scores it on the test splits once.
 *
 * @throws MltlError `E_BAD_PLAN`, `E_NOT_FOUND` (data), `E_NOT_FINITE`, `E_ABORTED`
 */
export async function runLevel(request: LevelRequest): Promise<ArtifactManifest> {
  const { plan, index, seed, dataRoot, out, scratch } = request;
  const level = plan.levels[index];
  const task = await taskKind(level.task).create({ plan, level, seed, dataRoot });
  for (const notice of task.notices ?? []) request.onNotice?.(notice);
  const taken = await initialise(task, level, request.previous);
  if (taken) request.onReuse?.(taken.report);
  const result = await train(task, level, {
    checkpointEvery: CHECKPOINT_EVERY,
    ...request,
    checkpoints: path.join(scratch, "checkpoints"),
  });
  request.onTrained?.(result, task);
  const fitted = task.finish?.();
  const contents = task.describe();
  const lineage = { name: level.name, task: level.task, from: taken ? [taken.step] : [] };
  const save = (folder: string, figures: ArtifactManifest["metrics"]) =>
    saveArtifact(
      folder,
      task.network,
      contents,
      {
        name: index === plan.levels.length - 1 ? plan.name : `${plan.name}/${level.name}`,
        title: plan.card.title,
        task: level.task,
        seed,
        licence: plan.card.licence,
        lineage,
        metrics: figures,
      },
      writeCard({ plan, level, seed, contents, lineage, figures, best: result.best }),
    );
  const dev = { ...devFigures(result), ...fitted };
  const candidate = path.join(scratch, "candidate");
  await save(candidate, { dev });
  return save(out, { dev, ...(await task.test(candidate)) });
}

function devFigures({ best, history }: TrainResult): ArtifactManifest["metrics"][string] {
  const chosen = history.find(
    ({ stage, epoch }) => stage === best.stage && epoch === best.epoch,
  ) as TrainResult["history"][number];
  return chosen.metrics;
}
