/**
 * How long steps and evaluations of a level take, measured.
 *
 * @module
 */
import type { Level } from "../plan/plan.js";
import { hashKeys } from "../random/random.js";
import { mixObjectives } from "./mixing.js";
import { createLevelProgram } from "./prepare.js";
import type { TrainingTask } from "./task.js";

export interface LevelTiming {
  /** By stage. */
  readonly secondsPerStep: readonly number[];
  readonly evaluationSeconds: number;
}

const WARM_UP_STEPS = 2;
const MEASURED_STEPS = 8;
const MOST_SECONDS = 5;

/**
 * Takes some steps of every stage on real batches and evaluates once, in a program that is thrown
 * away: the network stays as it is. Needs the native engine.
 */
export async function timeLevel(
  task: TrainingTask,
  level: Level,
  { seed, signal }: { seed: number; signal?: AbortSignal },
): Promise<LevelTiming> {
  const batches = Object.fromEntries(
    Object.entries(task.objectives).map(([name, { stepsPerEpoch }]) => [name, stepsPerEpoch]),
  );
  const order = mixObjectives(batches, level.mixing, seed, 0);
  const program = createLevelProgram(task, level);
  const step = (stage: number, i: number) => {
    const name = order[i % order.length];
    const { feeds } = task.objectives[name].batch(0, i % task.objectives[name].stepsPerEpoch);
    program.step(stage, name, feeds, { rate: 0, seed: hashKeys([seed, "timing", i]) });
  };
  try {
    const secondsPerStep: number[] = [];
    for (let stage = 0; stage < level.stages.length; stage++) {
      for (let i = 0; i < WARM_UP_STEPS; i++) step(stage, i);
      const began = performance.now();
      const passed = () => (performance.now() - began) / 1000;
      let steps = 0;
      while (steps < MEASURED_STEPS && passed() < MOST_SECONDS) {
        step(stage, WARM_UP_STEPS + steps);
        steps++;
        await new Promise(setImmediate);
        signal?.throwIfAborted();
      }
      secondsPerStep.push(passed() / steps);
    }
    const began = performance.now();
    task.evaluate(program);
    return { secondsPerStep, evaluationSeconds: (performance.now() - began) / 1000 };
  } finally {
    program.dispose();
  }
}
