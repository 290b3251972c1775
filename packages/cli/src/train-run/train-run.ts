/**
 * The run behind `mltl train`: a plan in, an artifact and its figures out, words on standard error.
 *
 * @module
 */
import {
  type ArtifactManifest,
  createHistory,
  dataRoot,
  loadEngine,
  MltlError,
  type Plan,
  type PlanPreview,
  parsePlan,
  previewPlan,
  readPlanFile,
  requireNative,
  runPlan,
  setValues,
  tensorBoardView,
  terminalOf,
  trainingThreads,
} from "@mltl/core";
import { interruptSignal } from "../interrupt.js";
import { loadTasks } from "../load-tasks.js";
import type { ListFormat } from "../print-list.js";
import { formatPreview } from "./format-preview.js";
import { showTraining } from "./training-progress.js";

/** The options of `mltl train`. */
export interface TrainFlags {
  out?: string;
  seed?: number;
  set: string[];
  dryRun?: boolean;
  resume?: boolean;
  dataRoot?: string;
  threads?: number;
  tensorboard?: string;
  logSteps: number;
  format: ListFormat;
}

/** Trains by a plan, or shows what that would do. */
export async function runTrain(file: string, flags: TrainFlags): Promise<void> {
  const { out, dryRun } = flags;
  const plan = parsePlan(setValues(await readPlanFile(file), flags.set), nameOf(file, flags.set));
  if (out === undefined && !dryRun) {
    throw new MltlError("E_USAGE", "Expected --out, the folder of the model, received none", {
      hint: "--dry-run shows what a plan does without a folder.",
    });
  }
  await loadTasks(plan.levels.map(({ task }) => task));
  const engine = await loadEngine({ threads: trainingThreads(plan, flags.threads) });
  requireNative(engine, "Training");
  if (dryRun || out === undefined) await preview(plan, flags);
  else await train(plan, out, flags);
}

/** Tries a plan and describes what it would do. */
export async function seePlan(
  plan: Plan,
  { seed, dataRoot: root }: Pick<TrainFlags, "seed" | "dataRoot">,
): Promise<PlanPreview> {
  return previewPlan(plan, {
    dataRoot: dataRoot(root),
    seed,
    signal: interruptSignal(),
    onLevel: ({ name }) => process.stderr.write(`mltl: trying some batches of ${name}\n`),
  });
}

async function preview(plan: Plan, flags: TrainFlags): Promise<void> {
  const seen = await seePlan(plan, flags);
  process.stdout.write(
    flags.format === "json"
      ? `${JSON.stringify(seen, undefined, 2)}\n`
      : formatPreview(seen, terminalOf(process.stdout)),
  );
}

/** Trains by a plan, shown on standard error and kept as a history beside the model. */
export async function trainByPlan(
  plan: Plan,
  out: string,
  flags: Pick<TrainFlags, "seed" | "dataRoot" | "resume" | "tensorboard"> & { logSteps?: number },
): Promise<{ manifest: ArtifactManifest; history: string }> {
  const { seed, dataRoot: root, resume, tensorboard, logSteps } = flags;
  const historyFile = `${out.replace(/\/+$/, "")}.history.jsonl`;
  const history = createHistory({
    file: historyFile,
    levels: plan.levels,
    everySteps: logSteps,
    view: tensorboard === undefined ? undefined : tensorBoardView(tensorboard),
  });
  const shown = showTraining(plan.levels.length);
  try {
    const manifest = await runPlan(plan, {
      out,
      seed,
      resume,
      dataRoot: dataRoot(root),
      signal: interruptSignal(),
      onLevel(level, index) {
        history.onLevel(level);
        shown.onLevel(level, index);
      },
      onReuse: shown.onReuse,
      onNotice: shown.onNotice,
      onResume(from) {
        history.onResume(from);
        shown.onResume(from);
      },
      onStep(step) {
        history.onStep(step);
        shown.onStep(step);
      },
      onEpoch(entry) {
        history.onEpoch(entry);
        shown.onEpoch(entry);
      },
    });
    return { manifest, history: historyFile };
  } finally {
    shown.stop();
    history.close();
  }
}

async function train(plan: Plan, out: string, flags: TrainFlags): Promise<void> {
  const { manifest, history } = await trainByPlan(plan, out, flags);
  const result = { folder: out, history, metrics: manifest.metrics };
  const indent = flags.format === "json" ? 2 : undefined;
  process.stdout.write(`${JSON.stringify(result, undefined, indent)}\n`);
}

function nameOf(file: string, changes: readonly string[]): string {
  return changes.length === 0 ? file : `${file} with ${changes.join(", ")}`;
}
