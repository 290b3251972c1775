/**
 * The training loop: stages of one task, with averaged weights, best-epoch choice and exact resume.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type * as TF from "@tensorflow/tfjs";
import type { NamedArray } from "../artifact/tensor-file.js";
import { tf } from "../engine/tensorflow.js";
import { MltlError } from "../errors.js";
import type { Block, Parameter } from "../network/block.js";
import { type ForwardMode, parametersOf } from "../network/network.js";
import { selectBlocks } from "../network/select-blocks.js";
import { randomStream } from "../random/random.js";
import { createWeightAverage } from "./average.js";
import {
  type HistoryEntry,
  loadCheckpoint,
  type RunState,
  saveCheckpoint,
  withTensors,
} from "./checkpoint.js";
import { createOptimizer, type Optimizer } from "./optimizer.js";
import type { Level, Stage } from "./plan.js";
import { rateFactor } from "./schedule.js";
import type { TrainingTask } from "./task.js";

/** What the loop tells while it runs. */
export interface TrainingEvents {
  /** A checkpoint was found and training goes on from it. */
  onResume?(from: { steps: number }): void;
  onStep?(step: {
    stage: string;
    epoch: number;
    step: number;
    steps: number;
    loss: number;
    rate: number;
    size: number;
  }): void;
  onEpoch?(entry: HistoryEntry & { best: boolean }): void;
}

export interface TrainOptions extends TrainingEvents {
  seed: number;
  /** Folder for checkpoints; none are written without it. */
  checkpoints?: string;
  /** Seconds between checkpoints, besides the one after every epoch. */
  checkpointEvery?: number;
  /** Stops after the step in flight, checkpoint written, with `E_ABORTED`. */
  signal?: AbortSignal;
}

/** What a training came to. The network is left with the best epoch's (averaged) weights. */
export interface TrainResult {
  best: { value: number; epoch: number; stage: string };
  history: HistoryEntry[];
}

/**
 * Trains a task through a level's stages, going on from a checkpoint where there is one.
 *
 * @throws MltlError `E_NOT_FINITE` when the loss or the gradient is not a number; `E_ABORTED`
 */
export async function train(
  task: TrainingTask,
  level: Level,
  options: TrainOptions,
): Promise<TrainResult> {
  const { network } = task;
  const parameters = parametersOf(network);
  const average = createWeightAverage(parameters, level.average);
  const optimizers = new Map<string, Optimizer>();
  const optimizerOf = ({ optimizer }: Stage) => {
    let made = optimizers.get(optimizer.name);
    if (!made) {
      made = createOptimizer(optimizer);
      optimizers.set(optimizer.name, made);
    }
    return made;
  };
  const planHash = createHash("sha256")
    .update(JSON.stringify({ level, seed: options.seed }))
    .digest("hex");
  let best: Map<string, NamedArray> | undefined;
  let state: RunState = {
    planHash,
    position: { stage: 0, epoch: 0, step: 0 },
    steps: 0,
    lossSum: 0,
    sizeSum: 0,
    history: [],
  };

  const save = async () => {
    if (!options.checkpoints) return;
    const slots = new Map<string, TF.Tensor>();
    for (const [name, optimizer] of optimizers) {
      for (const [slot, value] of optimizer.state()) slots.set(`${name} ${slot}`, value);
    }
    await saveCheckpoint(options.checkpoints, state, {
      weights: weightsOf(parameters),
      average: average.state(),
      optimizer: slots,
      best: best ?? new Map(),
    });
  };

  try {
    const found = options.checkpoints
      ? await loadCheckpoint(options.checkpoints, planHash)
      : undefined;
    if (found) {
      state = found.state;
      withTensors(found.groups.weights, (tensors) => setWeights(parameters, tensors));
      withTensors(found.groups.average, (tensors) => average.restore(tensors));
      for (const stage of level.stages) {
        const { name } = stage.optimizer;
        const mine = [...(found.groups.optimizer ?? [])].filter(([key]) =>
          key.startsWith(`${name} `),
        );
        const slots = new Map(mine.map(([key, value]) => [key.slice(name.length + 1), value]));
        withTensors(slots, (tensors) => optimizerOf(stage).restore(tensors));
      }
      best = found.groups.best;
      options.onResume?.({ steps: state.steps });
    }

    let saved = Date.now();
    for (; state.position.stage < level.stages.length; nextStage(state)) {
      const stage = level.stages[state.position.stage];
      const learning = selectBlocks(network.blocks, stage.train);
      const run = createStep(task, stage, learning, optimizerOf(stage));
      const totalSteps = stage.epochs * task.stepsPerEpoch;
      let began = performance.now();
      while (state.position.epoch < stage.epochs) {
        const { epoch, step } = state.position;
        const done = epoch * task.stepsPerEpoch + step;
        const rate = stage.rate * rateFactor(stage.schedule, done, totalSteps, stage.warmup);
        const batch = task.batch(globalEpoch(level, state), step);
        const loss = run(batch, rate, randomStream(options.seed, "step", state.steps));
        average.update(state.steps);
        state.steps++;
        const size = task.size(batch);
        state.lossSum += loss * size;
        state.sizeSum += size;
        state.position.step++;
        options.onStep?.({
          stage: stage.name,
          epoch,
          step: done + 1,
          steps: totalSteps,
          loss,
          rate,
          size,
        });

        if (state.position.step === task.stepsPerEpoch) {
          average.swap();
          const metrics = task.evaluate();
          const value = metricNamed(metrics, level.monitor);
          const isBest = state.best === undefined || value > state.best.value;
          if (isBest) {
            best = new Map([...weightsOf(parameters)].map(([name, v]) => [name, copyOf(v)]));
            state.best = { value, epoch, stage: stage.name };
          }
          average.swap();
          const entry: HistoryEntry = {
            stage: stage.name,
            epoch,
            loss: state.lossSum / state.sizeSum,
            metrics,
            seconds: (performance.now() - began) / 1000,
          };
          began = performance.now();
          state.history.push(entry);
          state.position.epoch++;
          state.position.step = 0;
          state.lossSum = 0;
          state.sizeSum = 0;
          options.onEpoch?.({ ...entry, best: isBest });
          await save();
          saved = Date.now();
        } else if (options.checkpointEvery && Date.now() - saved > options.checkpointEvery * 1000) {
          await save();
          saved = Date.now();
        }
        if (options.signal?.aborted) {
          await save();
          throw new MltlError("E_ABORTED", `Stopped at step ${state.steps}`, {
            hint: options.checkpoints && "Run the same command again to go on from here.",
          });
        }
        await new Promise(setImmediate);
      }
    }
    withTensors(best, (tensors) => setWeights(parameters, tensors));
    return { best: state.best as NonNullable<RunState["best"]>, history: state.history };
  } finally {
    average.dispose();
    for (const optimizer of optimizers.values()) optimizer.dispose();
  }
}

/** One update of the learning blocks; gives the loss. */
function createStep(task: TrainingTask, stage: Stage, learning: Set<Block>, optimizer: Optimizer) {
  const trained = parametersOf({ blocks: [...learning] }).filter(
    ({ role }) => role !== "statistic",
  );
  const variables = trained.map(({ variable }) => variable);
  return (batch: unknown, rate: number, random: ReturnType<typeof randomStream>): number => {
    const mode: ForwardMode = { training: true, random, isFrozen: (block) => !learning.has(block) };
    return tf.tidy(() => {
      const { value, grads } = tf.variableGrads(() => task.loss(batch, mode), variables);
      const gradients = new Map<Parameter, TF.Tensor>();
      for (const parameter of trained) gradients.set(parameter, grads[parameter.variable.name]);
      const norm = globalNorm([...gradients.values()]);
      const loss = value.dataSync()[0];
      if (!Number.isFinite(loss) || !Number.isFinite(norm)) {
        throw new MltlError(
          "E_NOT_FINITE",
          `Loss ${loss}, gradient norm ${norm}: training has diverged`,
          {
            hint: "Lower the rate, lengthen the warm-up, or set clipNorm.",
          },
        );
      }
      if (stage.clipNorm > 0 && norm > stage.clipNorm) {
        for (const [parameter, gradient] of gradients) {
          gradients.set(parameter, gradient.mul(stage.clipNorm / norm));
        }
      }
      optimizer.apply(gradients, rate, stage.weightDecay);
      return loss;
    });
  };
}

function globalNorm(gradients: readonly TF.Tensor[]): number {
  const squares = gradients.map((gradient) => gradient.square().sum() as TF.Scalar);
  return Math.sqrt(tf.stack(squares).sum().dataSync()[0]);
}

/** Epochs since the run began, so that a stage doesn't see the order of the one before. */
function globalEpoch(level: Level, { position }: RunState): number {
  const before = level.stages.slice(0, position.stage);
  return before.reduce((sum, { epochs }) => sum + epochs, 0) + position.epoch;
}

function nextStage({ position }: RunState): void {
  position.stage++;
  position.epoch = 0;
  position.step = 0;
}

function metricNamed(metrics: Record<string, number>, name: string): number {
  if (name in metrics) return metrics[name];
  const known = Object.keys(metrics).join(", ");
  throw new MltlError("E_BAD_PLAN", `Expected monitor to be one of ${known}, received '${name}'`);
}

function weightsOf(parameters: readonly Parameter[]): Map<string, TF.Tensor> {
  return new Map(parameters.map(({ name, variable }) => [name, variable]));
}

function setWeights(
  parameters: readonly Parameter[],
  values: ReadonlyMap<string, TF.Tensor>,
): void {
  for (const { name, variable } of parameters) variable.assign(values.get(name) as TF.Tensor);
}

function copyOf(tensor: TF.Tensor): NamedArray {
  return { shape: tensor.shape, data: Float32Array.from(tensor.dataSync()) };
}
