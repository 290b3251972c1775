/**
 * A learning rate by the range test (Smith 2017): rates grow from step to step until the loss runs
 * away; good ones lie where it fell.
 *
 * @module
 */
import { parseLevel, type StageInput } from "../plan/plan.js";
import type { StepOutcome } from "../program/training-program.js";
import { hashKeys } from "../random/random.js";
import { mixObjectives } from "./mixing.js";
import { createLevelProgram, objectiveWeight } from "./prepare.js";
import type { TrainingTask } from "./task.js";

/** What the test steps with; rate, length and schedule are its own. */
export interface FindRateOptions
  extends Partial<Pick<StageInput, "train" | "optimizer" | "weightDecay" | "clipNorm" | "frozen">> {
  readonly seed?: number;
  /** Default: 1e-7. */
  readonly from?: number;
  /** Default: 10. */
  readonly to?: number;
  /** Default: 100. */
  readonly steps?: number;
  readonly signal?: AbortSignal;
}

/** One step of the test. */
export interface RatePoint {
  readonly rate: number;
  readonly loss: number;
  /** The loss averaged over the steps before, debiased. */
  readonly smoothed: number;
}

/** What the test found. */
export interface FoundRate {
  /** From the lowest rate on, up to where the loss ran away. */
  readonly curve: readonly RatePoint[];
  /** Two thirds into the longest stretch in which the loss fell: the one to try first. */
  readonly valley: number;
  /** Where the loss fell fastest. */
  readonly steep: number;
  /** A tenth of the rate at which the loss was lowest. */
  readonly minimum: number;
}

const KEPT = 0.98;
const RUN_AWAY = 4;

/**
 * Tries rates on the first batches of a task, as fastai's `lr_find` does, and leaves no trace: the
 * network's weights and everything random are afterwards as they were. Needs the native engine.
 *
 * @throws MltlError `E_BAD_PLAN` for blocks that don't exist
 */
export async function findRate(
  task: TrainingTask,
  { seed = 1, from = 1e-7, to = 10, steps = 100, signal, ...settings }: FindRateOptions = {},
): Promise<FoundRate> {
  const stage: StageInput = {
    ...settings,
    name: "find-rate",
    steps,
    rate: 1,
    schedule: "constant",
  };
  const level = parseLevel({
    name: "find-rate",
    task: "find-rate",
    network: { architecture: task.network.architecture },
    stages: [stage],
    monitor: "loss",
  });
  const counts = Object.entries(task.objectives).map(([name, { stepsPerEpoch }]) => [
    name,
    stepsPerEpoch,
  ]);
  const order = mixObjectives(Object.fromEntries(counts), level.mixing, seed, 0);
  const taken: Record<string, number> = {};
  const program = createLevelProgram(task, level);
  try {
    return await rangeTest(from, to, steps, (rate, step) => {
      signal?.throwIfAborted();
      const name = order[step % order.length];
      const { batch, stepsPerEpoch } = task.objectives[name];
      const count = taken[name] ?? 0;
      taken[name] = count + 1;
      const { feeds } = batch(Math.floor(count / stepsPerEpoch), count % stepsPerEpoch);
      const seedOfStep = hashKeys([seed, "find-rate", step]);
      const { loss, finite } = program.step(0, name, feeds, { rate, seed: seedOfStep });
      return { loss: loss / objectiveWeight(level, name), finite };
    });
  } finally {
    program.dispose();
  }
}

/** The range test over steps of any kind. */
export async function rangeTest(
  from: number,
  to: number,
  steps: number,
  takeStep: (rate: number, step: number) => Pick<StepOutcome, "loss" | "finite">,
): Promise<FoundRate> {
  const curve: RatePoint[] = [];
  let average = 0;
  let best = Number.POSITIVE_INFINITY;
  for (let step = 0; step < steps; step++) {
    const rate = from * (to / from) ** (step / steps);
    const { loss, finite } = takeStep(rate, step);
    if (!finite) break;
    average = KEPT * average + (1 - KEPT) * loss;
    const smoothed = average / (1 - KEPT ** (step + 1));
    curve.push({ rate, loss, smoothed });
    best = Math.min(best, smoothed);
    if (smoothed > RUN_AWAY * best) break;
    await new Promise(setImmediate);
  }
  return { curve, ...suggestions(curve, steps) };
}

/** As fastai's: without the first tenth of the steps and the last five. */
function suggestions(curve: readonly RatePoint[], steps: number): Omit<FoundRate, "curve"> {
  const inner = curve.slice(Math.floor(steps / 10), -5);
  const points = inner.length > 1 ? inner : curve;
  const slopes = points
    .slice(1)
    .map(
      (point, i) => (point.smoothed - points[i].smoothed) / Math.log(point.rate / points[i].rate),
    );
  const lowest = indexOfLeast(points.map(({ smoothed }) => smoothed));
  return {
    valley: points[valleyIndex(points)].rate,
    steep: points[indexOfLeast(slopes)].rate,
    minimum: points[lowest].rate / 10,
  };
}

/** Half-way between the thirds of the longest falling subsequence, counted back from its end. */
function valleyIndex(points: readonly RatePoint[]): number {
  const lengths = points.map(() => 1);
  let end = 0;
  for (let i = 1; i < points.length; i++) {
    for (let j = 0; j < i; j++) {
      if (points[i].smoothed < points[j].smoothed)
        lengths[i] = Math.max(lengths[i], lengths[j] + 1);
    }
    if (lengths[end] < lengths[i]) end = i;
  }
  const start = end - lengths[end];
  const third = (end - start) / 3;
  return Math.max(0, start + Math.floor(third) + Math.floor(third / 2));
}

function indexOfLeast(values: readonly number[]): number {
  return values.reduce((least, value, i) => (value < values[least] ? i : least), 0);
}
