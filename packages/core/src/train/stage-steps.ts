/**
 * How long the stages of a level are.
 *
 * @module
 */
import type { Level, Stage } from "../plan/plan.js";
import { type Mixing, type ObjectiveSteps, stepsInEpoch } from "./mixing.js";
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
  let first = 0;
  return stages.map((stage) => {
    const length = stageLength(stage, mixing, batches, first);
    first += length.epochs;
    return length;
  });
}

/**
 * The length of one stage.
 *
 * @param first - epochs of the level before it
 */
export function stageLength(
  { epochs = Number.POSITIVE_INFINITY, steps = Number.POSITIVE_INFINITY }: Stage,
  mixing: Mixing,
  batches: ObjectiveSteps,
  first: number,
): StageLength {
  let epoch = first;
  let total = 0;
  while (epoch - first < epochs && total < steps) {
    total += stepsInEpoch(batches, mixing, epoch);
    epoch++;
  }
  return { steps: Math.min(total, steps), epochs: epoch - first };
}
