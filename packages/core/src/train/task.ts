/**
 * What the trainer is given: a network, batches, a loss and an evaluation.
 *
 * @module
 */
import type * as TF from "@tensorflow/tfjs";
import type { ArtifactContents } from "../artifact/save.js";
import { MltlError } from "../errors.js";
import type { ForwardMode, Network } from "../network/network.js";
import type { Level, Plan } from "./plan.js";

/** Figures of an evaluation, fractions by name: `accuracy`, `f1`, ... */
export type Metrics = Record<string, number>;

/** One network learning one thing. Vision and text make these; the trainer runs them. */
export interface TrainingTask<Batch = unknown> {
  readonly network: Network<never>;
  readonly stepsPerEpoch: number;
  /**
   * The batch of a step. Depends on the seed, the epoch and the step alone, so that a resumed run
   * sees what the uninterrupted one saw.
   */
  batch(epoch: number, step: number): Batch;
  /** What `loss` is averaged over and progress counts: faces, tokens. */
  size(batch: Batch): number;
  /** What `size` counts, in the plural. */
  readonly unit: string;
  /** Mean loss of a batch. Called inside `tf.tidy` with gradients on. */
  loss(batch: Batch, mode: ForwardMode): TF.Scalar;
  /** Figures on the dev split with the network's present weights. */
  evaluate(): Metrics;
  /** What the artifact holds beside the weights. */
  describe(): ArtifactContents;
  /** Scores a finished artifact, loaded afresh, on the test splits: once, after all choices. */
  test(folder: string): Promise<Record<string, Metrics>>;
}

/** Makes a task from a plan's level. */
export type TaskFactory = (request: {
  plan: Plan;
  level: Level;
  seed: number;
  /** Folder of the data sets. */
  dataRoot: string;
}) => Promise<TrainingTask>;

const factories = new Map<string, TaskFactory>();

/** Makes a task known by name. Vision and text register theirs when they load. */
export function registerTask(name: string, factory: TaskFactory): void {
  factories.set(name, factory);
}

/**
 * The factory of a registered task.
 *
 * @throws MltlError `E_BAD_PLAN` naming the tasks there are
 */
export function taskFactory(name: string): TaskFactory {
  const factory = factories.get(name);
  if (factory) return factory;
  const known = [...factories.keys()].sort().join(", ") || "none";
  throw new MltlError("E_BAD_PLAN", `No task '${name}'. Registered: ${known}`);
}
