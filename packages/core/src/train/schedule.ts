/**
 * Learning-rate schedules: pure functions of the step.
 *
 * @module
 */

/** Names a plan may use. */
export const SCHEDULES = ["constant", "linear", "cosine"] as const;
export type ScheduleName = (typeof SCHEDULES)[number];

/**
 * The factor that multiplies a stage's rate at `step` of `total`: linear warm-up over the first
 * `warmup` share of the steps, then the schedule down to 0 (constant: stays at 1).
 *
 * @param step - 0-based
 * @param warmup - share in [0, 1)
 */
export function rateFactor(
  name: ScheduleName,
  step: number,
  total: number,
  warmup: number,
): number {
  const warmSteps = Math.round(total * warmup);
  if (step < warmSteps) return (step + 1) / warmSteps;
  const progress = (step - warmSteps) / Math.max(1, total - warmSteps);
  if (name === "constant") return 1;
  return name === "linear" ? 1 - progress : 0.5 * (1 + Math.cos(Math.PI * progress));
}
