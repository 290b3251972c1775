/**
 * How long the stages of a level are.
 *
 * @module
 */
import type { Level } from "../plan/plan.js";
import { stepsInEpoch } from "./mixing.js";
import type { TrainingTask } from "./task.js";

/** Length of a stage that isn't stopped early. */
export interface StageLength {
  readonly steps: number;
  /** Evaluations: a last epoch that is cut short counts. */
  readonly epochs: number;
}

/** The length of each stage. */
export function stageLengths(
  { stages, mixing }: Pick<Level, "stages" | "mixing">,
  { objectives }: Pick<TrainingTask, "objectives">,
): StageLength[] {
  const batches = Object.fromEntries(
    Object.entries(objectives).map(([name, { stepsPerEpoch }]) => [name, stepsPerEpoch]),
  );
  let epoch = 0;
  return stages.map(({ epochs = Number.POSITIVE_INFINITY, steps = Number.POSITIVE_INFINITY }) => {
    const first = epoch;
    let total = 0;
    while (epoch - first < epochs && total < steps) {
      total += stepsInEpoch(batches, mixing, epoch);
      epoch++;
    }
    return { steps: Math.min(total, steps), epochs: epoch - first };
  });
}
