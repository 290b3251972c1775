/**
 * What a level's network begins with.
 *
 * @module
 */
import type { LineageStep } from "../artifact/lineage.js";
import { vocabulariesOf } from "../artifact/vocabularies.js";
import { MltlError } from "../errors.js";
import type { Reuse } from "../plan/init.js";
import type { Level } from "../plan/plan.js";
import { openWeights } from "../reuse/open-weights.js";
import { type ReuseReport, summaryOf } from "../reuse/report.js";
import { reuse } from "../reuse/reuse.js";
import type { WeightSource } from "../reuse/weight-source.js";
import type { TrainingTask } from "./task.js";

/** What a network took over. */
export interface Initialised {
  readonly report: ReuseReport;
  /** For the lineage of what is trained from here. */
  readonly step: LineageStep;
}

/**
 * Fills the task's network as the level's `init` says; from scratch it stays as it was built.
 *
 * @param previous - artifact of the level before, or its weights
 * @throws MltlError `E_BAD_PLAN` when nothing fits or what has to fit doesn't; `E_NOT_FOUND`,
 *   `E_BAD_ARTIFACT` and `E_CHECKSUM` for the source
 */
export async function initialise(
  task: Pick<TrainingTask, "network" | "describe">,
  { init }: Level,
  previous?: string | WeightSource,
): Promise<Initialised | undefined> {
  if (init === "scratch") return undefined;
  const { map, onShapeMismatch, blocks } = init;
  const source = await openSource(init, previous);
  const report = reuse(source, task.network, {
    map,
    onShapeMismatch,
    blocks,
    vocabularies: vocabulariesOf(task.describe()),
  });
  return { report, step: { source: source.lineage, reuse: summaryOf(report) } };
}

async function openSource(
  { from }: Reuse,
  previous: string | WeightSource | undefined,
): Promise<WeightSource> {
  if (typeof from !== "string") return openWeights(from.path, from.source);
  if (from !== "previous") return openWeights(from);
  if (previous !== undefined) {
    return typeof previous === "string" ? openWeights(previous) : previous;
  }
  throw new MltlError("E_USAGE", "Expected the artifact of the level before, received none");
}
