/**
 * What a plan would do: levels, stages, blocks, rates, reuse, and how long it would take.
 *
 * @module
 */
import { vocabulariesOf } from "../artifact/vocabularies.js";
import { sizeOf } from "../graph/host-array.js";
import type { Block } from "../network/block.js";
import { parametersOf } from "../network/network.js";
import type { Level, Plan, Stage } from "../plan/plan.js";
import { resolveStage } from "../plan/resolve-stage.js";
import { networkSource } from "../reuse/artifact-source.js";
import type { ReuseReport } from "../reuse/report.js";
import type { WeightSource } from "../reuse/weight-source.js";
import { initialise } from "./initialise.js";
import { stageLengths } from "./stage-steps.js";
import { type TrainingTask, taskKind } from "./task.js";
import { type LevelTiming, timeLevel } from "./time-level.js";

/** A block, and the rate it would learn with where it learns. */
export interface BlockPreview {
  readonly block: string;
  /** Numbers that can be trained: moving statistics are left out. */
  readonly numbers: number;
  readonly rate?: number;
}

export interface StagePreview {
  readonly name: string;
  /** Unless it is stopped early. */
  readonly steps: number;
  readonly epochs: number;
  /** Every block of the network, in order. */
  readonly blocks: readonly BlockPreview[];
  /** Numbers that learn, of those that could. */
  readonly trainable: number;
  readonly numbers: number;
  readonly schedule: Stage["schedule"];
  readonly optimizer: Stage["optimizer"];
  /** Steps and evaluations, as measured. */
  readonly seconds: number;
}

export interface LevelPreview {
  readonly name: string;
  readonly task: string;
  readonly architecture: string;
  readonly objectives: readonly {
    readonly name: string;
    readonly unit: string;
    readonly stepsPerEpoch: number;
  }[];
  /** What the network begins with, where not from scratch. */
  readonly reuse?: ReuseReport;
  /** What was guessed of the data and may be wrong. */
  readonly notices?: readonly string[];
  readonly stages: readonly StagePreview[];
  readonly seconds: number;
}

export interface PlanPreview {
  readonly name: string;
  readonly seed: number;
  readonly levels: readonly LevelPreview[];
  readonly seconds: number;
}

export interface PreviewOptions {
  readonly dataRoot: string;
  /** Instead of the plan's. */
  readonly seed?: number;
  readonly signal?: AbortSignal;
  /** A level is being looked at: its data are read and some of its batches are tried. */
  onLevel?(level: Level): void;
}

/**
 * Builds every level, tries a few batches of each stage and one evaluation, and writes nothing. A
 * level that begins with the one before is given that one's network untrained.
 *
 * @throws MltlError what running the plan would throw before its first step
 */
export async function previewPlan(
  plan: Plan,
  { dataRoot, seed = plan.seed, signal, onLevel }: PreviewOptions,
): Promise<PlanPreview> {
  const levels: LevelPreview[] = [];
  let previous: WeightSource | undefined;
  for (const level of plan.levels) {
    signal?.throwIfAborted();
    onLevel?.(level);
    const task = await taskKind(level.task).create({ plan, level, seed, dataRoot });
    const taken = await initialise(task, level, previous);
    const timing = await timeLevel(task, level, { seed, signal });
    levels.push(levelPreview(level, task, timing, taken?.report));
    previous = networkSource(level.name, task.network, vocabulariesOf(task.describe()));
  }
  return { name: plan.name, seed, levels, seconds: total(levels) };
}

function levelPreview(
  level: Level,
  task: TrainingTask,
  { secondsPerStep, evaluationSeconds }: LevelTiming,
  reuse: ReuseReport | undefined,
): LevelPreview {
  const lengths = stageLengths(level, task);
  const stages = level.stages.map((stage, i): StagePreview => {
    const { steps, epochs } = lengths[i];
    const { learning } = resolveStage(stage, task.network.blocks);
    return {
      name: stage.name,
      steps,
      epochs,
      blocks: task.network.blocks.map((block) => ({
        block: block.name,
        numbers: trainableNumbers([block]),
        rate: learning.get(block),
      })),
      trainable: trainableNumbers([...learning.keys()]),
      numbers: trainableNumbers(task.network.blocks),
      schedule: stage.schedule,
      optimizer: stage.optimizer,
      seconds: steps * secondsPerStep[i] + epochs * evaluationSeconds,
    };
  });
  return {
    name: level.name,
    task: level.task,
    architecture: task.network.architecture,
    objectives: Object.entries(task.objectives).map(([name, { unit, stepsPerEpoch }]) => ({
      name,
      unit,
      stepsPerEpoch,
    })),
    ...(reuse && { reuse }),
    ...(task.notices?.length && { notices: task.notices }),
    stages,
    seconds: total(stages),
  };
}

function trainableNumbers(blocks: readonly Block[]): number {
  return parametersOf({ blocks })
    .filter(({ role }) => role !== "statistic")
    .reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

function total(parts: readonly { readonly seconds: number }[]): number {
  return parts.reduce((sum, { seconds }) => sum + seconds, 0);
}
