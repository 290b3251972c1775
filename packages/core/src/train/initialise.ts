/**
 * What a level's network begins with.
 *
 * @module
 */
import type { LineageStep } from "../artifact/lineage.js";
import { vocabulariesOf } from "../artifact/vocabularies.js";
import type { Reuse } from "../plan/init.js";
import type { Level } from "../plan/plan.js";
import { openWeights } from "../reuse/open-weights.js";
import { type ReuseReport, summaryOf } from "../reuse/report.js";
import { reuse } from "../reuse/reuse.js";
import type { WeightSource } from "../reuse/weight-source.js";
import type { TrainingTask } from "./task.js";

/** What a network took over from elsewhere. */
export interface Beginning {
  readonly report: ReuseReport;
  readonly step: LineageStep;
}

/**
 * Fills the network with the weights that the level begins with; undefined where that is scratch.
 *
 * @param previous - the artifact of the level before, where there is one
 * @throws MltlError `E_BAD_PLAN`, `E_NOT_FOUND`, `E_BAD_ARTIFACT`, `E_CHECKSUM`
 */
export async function initialise(
  task: TrainingTask,
  { init }: Level,
  previous: string | undefined,
): Promise<Beginning | undefined> {
  if (init === "scratch") return undefined;
  const source = await openSource(init.from, previous);
  const report = reuse(source, task.network, {
    ...init,
    vocabularies: vocabulariesOf(task.describe()),
  });
  return { report, step: { source: source.lineage, reuse: summaryOf(report) } };
}

function openSource(from: Reuse["from"], previous: string | undefined): Promise<WeightSource> {
  if (typeof from === "object") return openWeights(from.path, from.source);
  return openWeights(from === "previous" && previous !== undefined ? previous : from);
}
