/**
 * A task and a level as a program.
 *
 * @module
 */
import { type Network, parameterCount } from "../network/network.js";
import { scale } from "../ops/elementwise.js";
import type { Level } from "../plan/plan.js";
import { resolveStage } from "../plan/resolve-stage.js";
import {
  createTrainingProgram,
  type Loss,
  type TrainingProgram,
} from "../program/training-program.js";
import type { TrainingTask } from "./task.js";

/**
 * Compiles what a level trains; its stages are the program's, in order.
 *
 * @throws MltlError `E_BAD_PLAN` for blocks or objectives that don't exist
 */
export function createLevelProgram(task: TrainingTask, level: Level): TrainingProgram {
  const losses = Object.entries(task.objectives).map(([name, objective]): [string, Loss] => {
    const weight = objectiveWeight(level, name);
    const loss: Loss["loss"] = (context, inputs) => {
      const value = objective.loss(context, inputs);
      return weight === 1 ? value : scale(value, weight);
    };
    return [name, { inputs: objective.inputs, loss }];
  });
  return createTrainingProgram({
    network: task.network,
    losses: Object.fromEntries(losses),
    predictions: task.predictions,
    stages: level.stages.map((stage) => resolveStage(stage, task.network.blocks)),
    average: level.average > 0,
    precision: level.precision,
  });
}

/** Parameters of the blocks that some stage trains, statistics included. */
export function learnedParameters({ stages }: Level, { blocks }: Pick<Network, "blocks">): number {
  const learned = new Set(
    stages.flatMap((stage) => [...resolveStage(stage, blocks).learning.keys()]),
  );
  return parameterCount({ blocks: [...learned] });
}

/** What the objective's loss is multiplied by. */
export function objectiveWeight(level: Level, name: string): number {
  return level.objectives[name] ?? 1;
}
