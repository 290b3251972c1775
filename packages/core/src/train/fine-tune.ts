/**
 * Fine-tuning in one call, with fastai's defaults.
 *
 * @module
 */
import type { Network } from "../network/network.js";
import { type LevelInput, parseLevel, type StageInput } from "../plan/plan.js";
import { createLevelProgram } from "./prepare.js";
import type { Metrics, TrainingTask } from "./task.js";
import { type TrainOptions, type TrainResult, train } from "./trainer.js";

/** How to fine-tune; all but `epochs` has a default that serves. */
export interface FineTuneOptions
  extends Omit<TrainOptions, "seed">,
    Pick<LevelInput, "average" | "patience" | "objectives" | "mixing">,
    Pick<StageInput, "optimizer" | "weightDecay" | "clipNorm"> {
  /** Epochs in which everything learns. */
  readonly epochs: number;
  /** Epochs before that, in which only the head does. Default: 1. */
  readonly frozenEpochs?: number;
  /** Globs over the blocks that are new. Default: the last block. */
  readonly head?: readonly string[];
  /** Peak rate of the head while the rest is frozen; half of it afterwards. Default: 0.002. */
  readonly rate?: number;
  /** What the last block's rate is divided by for the first block. Default: 100. */
  readonly spread?: number;
  /** Dev metric that chooses the epoch. Default: the first that the task measures. */
  readonly monitor?: string;
  /** Default: 1. */
  readonly seed?: number;
}

export interface FineTuneResult extends TrainResult {
  /** Dev figures of the network as it came. */
  readonly before: Metrics;
}

/**
 * Trains the head of a network alone and then all of it, with lower rates the further from the head,
 * each in one cycle (Howard & Gugger 2020, `fine_tune`). Unlike there, normalisation is frozen with
 * its block. The network is left with the best epoch's weights. Needs the native engine.
 *
 * @throws MltlError as {@link train}
 */
export async function fineTune(
  task: TrainingTask,
  { monitor, seed = 1, ...options }: FineTuneOptions,
): Promise<FineTuneResult> {
  const { average, patience, objectives, mixing } = options;
  const level = parseLevel({
    name: "fine-tune",
    task: "fine-tune",
    network: { architecture: task.network.architecture },
    stages: fineTuneStages(task.network, options),
    monitor: monitor ?? "loss",
    average,
    patience,
    objectives,
    mixing,
  });
  const program = createLevelProgram(task, level);
  let before: Metrics;
  try {
    before = task.evaluate(program);
  } finally {
    program.dispose();
  }
  const watched = { ...level, monitor: monitor ?? Object.keys(before)[0] };
  return { before, ...(await train(task, watched, { ...options, seed })) };
}

/** The two stages of fine-tuning, to print or to change. */
export function fineTuneStages(
  { blocks }: Pick<Network, "blocks">,
  {
    epochs,
    frozenEpochs = 1,
    head = [blocks[blocks.length - 1].name],
    rate = 2e-3,
    spread = 100,
    optimizer = { name: "adamw", beta2: 0.99, epsilon: 1e-5 },
    weightDecay = 0.01,
    clipNorm = 0,
  }: FineTuneOptions,
): StageInput[] {
  const update = { optimizer, weightDecay, clipNorm };
  const top = rate / 2;
  const first: StageInput = {
    ...update,
    name: "head",
    train: [...head],
    epochs: frozenEpochs,
    rate,
    schedule: { name: "one-cycle", pctStart: 0.99 },
  };
  const second: StageInput = {
    ...update,
    name: "all",
    train: ["**"],
    epochs,
    rate: { slice: [top / spread, top] },
    schedule: { name: "one-cycle", pctStart: 0.3, div: 5 },
  };
  return frozenEpochs > 0 ? [first, second] : [second];
}
