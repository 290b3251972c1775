/**
 * Runs a plan from data to artifact, level by level.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { ARTIFACT_FILES, type ArtifactManifest } from "../artifact/manifest.js";
import { requireReplaceable } from "../artifact/save.js";
import { MltlError } from "../errors.js";
import type { Level, Plan } from "../plan/plan.js";
import { claimFolder, isClaimed } from "./claim-folder.js";
import { type LevelRequest, runLevel } from "./run-level.js";

export interface RunPlanOptions
  extends Omit<LevelRequest, "plan" | "index" | "seed" | "previous" | "scratch"> {
  /** Instead of the plan's. */
  seed?: number;
  /** Refuses to begin anew: there has to be an unfinished run to go on with. */
  resume?: boolean;
  /** A level begins; finished ones of an earlier run are passed over. */
  onLevel?(level: Level, index: number): void;
}

/**
 * Runs every level and leaves the last one's artifact in `out`. What isn't finished is kept in
 * `out`.run: the same plan goes on from there.
 *
 * @throws MltlError `E_USAGE` when `out` holds something else than a model or there is nothing to
 *   resume; `E_BAD_PLAN` also when `out`.run belongs to another plan; `E_NOT_FOUND` (data),
 *   `E_NOT_FINITE`, `E_ABORTED`
 */
export async function runPlan(plan: Plan, options: RunPlanOptions): Promise<ArtifactManifest> {
  const out = path.resolve(options.out);
  await requireReplaceable(out);
  const seed = options.seed ?? plan.seed;
  const folder = `${out}.run`;
  if (options.resume && !isClaimed(folder)) {
    throw new MltlError("E_USAGE", `Expected an unfinished run in ${folder}, received none`, {
      hint: "Without --resume the same command begins one, and goes on with one where there is.",
    });
  }
  await claimFolder(folder, { plan, seed });
  let previous: string | undefined;
  let manifest: ArtifactManifest | undefined;
  for (const [index, level] of plan.levels.entries()) {
    const last = index === plan.levels.length - 1;
    const artifact = last ? out : path.join(folder, `level-${index + 1}`);
    if (last || !existsSync(path.join(artifact, ARTIFACT_FILES.manifest))) {
      options.onLevel?.(level, index);
      const scratch = path.join(folder, `level-${index + 1}.run`);
      manifest = await runLevel({
        ...options,
        plan,
        index,
        seed,
        previous,
        out: artifact,
        scratch,
      });
      await rm(scratch, { recursive: true, force: true });
    }
    previous = artifact;
  }
  await rm(folder, { recursive: true, force: true });
  return manifest as ArtifactManifest;
}
