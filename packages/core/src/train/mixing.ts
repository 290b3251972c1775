/**
 * Which objective each step of an epoch is for.
 *
 * @module
 */
import { randomStream } from "../random/random.js";

/**
 * How the batches of several objectives follow each other:
 *
 * - `shuffled`: every batch of every objective once an epoch, in one random order;
 * - `proportional`: each step draws an objective with a chance in proportion to its batches;
 * - `uniform`: each step draws any objective with the same chance;
 * - `alternate`: one objective an epoch, in turn.
 */
export const MIXINGS = ["shuffled", "proportional", "uniform", "alternate"] as const;
export type Mixing = (typeof MIXINGS)[number];

/** Batches an epoch of each objective, by name. */
export type ObjectiveSteps = Readonly<Record<string, number>>;

/**
 * The objective of each step of an epoch; depends on its arguments alone.
 *
 * @returns names, one a step: as many as all objectives have batches (with `alternate`, as many as
 *   the one whose turn it is)
 */
export function mixObjectives(
  steps: ObjectiveSteps,
  mixing: Mixing,
  seed: number,
  epoch: number,
): string[] {
  const names = Object.keys(steps);
  if (mixing === "alternate") {
    const name = names[epoch % names.length];
    return new Array<string>(steps[name]).fill(name);
  }
  const every = names.flatMap((name) => new Array<string>(steps[name]).fill(name));
  if (names.length === 1) return every;
  const random = randomStream(seed, "mixing", epoch);
  if (mixing === "shuffled") return random.shuffle(every);
  const from = mixing === "uniform" ? names : every;
  return every.map(() => from[random.integer(from.length)]);
}

/** Steps of an epoch. */
export function stepsInEpoch(steps: ObjectiveSteps, mixing: Mixing, epoch: number): number {
  const counts = Object.values(steps);
  if (mixing === "alternate") return counts[epoch % counts.length];
  return counts.reduce((sum, count) => sum + count, 0);
}
