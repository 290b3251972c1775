/**
 * The report of a training that has diverged.
 *
 * @module
 */
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { MltlError } from "../errors.js";
import { writeFileAtomic } from "../io/atomic-file.js";
import type { Block } from "../network/block.js";
import { resolveStage } from "../plan/resolve-stage.js";
import type { Stage } from "../plan/stage.js";
import type { StepOutcome } from "../program/training-program.js";

/** A step whose loss or gradient is no number, and where it stands. */
export interface Divergence {
  /** Where the report is written; nowhere when left out. */
  readonly folder?: string;
  /** Name of the level. */
  readonly level: string;
  readonly stage: Stage;
  /** Steps taken before this one. */
  readonly step: number;
  readonly outcome: StepOutcome;
  /** Of the network, in order. */
  readonly blocks: readonly Block[];
  /** Where the batch's examples come from. */
  readonly ids: readonly string[];
}

const REPORT_FILE = "diverged.json";

/**
 * Writes `diverged.json` into the folder: step, stage, loss, norm of each learning block's
 * gradient, ids of the batch.
 *
 * @returns the error to throw, `E_NOT_FINITE`, which names the block and the file
 */
export async function reportDivergence({
  folder,
  level,
  stage,
  step,
  outcome: { loss, norms },
  blocks,
  ids,
}: Divergence): Promise<MltlError> {
  const learning = [...resolveStage(stage, blocks).learning.keys()];
  const named = learning.map(({ name }, i): [string, number] => [name, norms[i]]);
  const file = folder === undefined ? undefined : path.join(folder, REPORT_FILE);
  if (folder !== undefined && file !== undefined) {
    const report = { level, stage: stage.name, step, loss, norms: Object.fromEntries(named), ids };
    await mkdir(folder, { recursive: true });
    await writeFileAtomic(file, `${JSON.stringify(report, spelled, 2)}\n`);
  }
  const written = file === undefined ? "" : `; the batch and all norms are in ${file}`;
  return new MltlError(
    "E_NOT_FINITE",
    `Training has diverged at step ${step + 1} of stage '${stage.name}': ${culprit(loss, named)}${written}`,
    {
      hint: "Lower the rate, lengthen the warm-up, or set clipNorm; look at the batch's examples.",
    },
  );
}

/**
 * What isn't finite spreads from where it arises towards the input: the last block that has it is
 * the nearest to its origin.
 */
function culprit(loss: number, norms: readonly (readonly [string, number])[]): string {
  const last = norms.findLast(([, norm]) => !Number.isFinite(norm));
  if (last === undefined) return `the loss is ${loss}, every gradient a number`;
  return `the loss is ${loss}, the norm of the gradient of '${last[0]}' is ${last[1]}`;
}

/** JSON has no word for what isn't finite. */
function spelled(_: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}
