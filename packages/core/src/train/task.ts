/**
 * What the trainer is given: a network, batches, losses and an evaluation.
 *
 * @module
 */
import type { ArtifactContents } from "../artifact/save.js";
import { MltlError } from "../errors.js";
import type { Feeds, HostArray } from "../graph/host-array.js";
import type { Parameter } from "../network/block.js";
import type { Network } from "../network/network.js";
import type { Level, Plan } from "../plan/plan.js";
import type { Prediction } from "../program/predictor.js";
import type { Loss } from "../program/training-program.js";
import type { ItemScore, SplitAnswers } from "./answers.js";

/** Figures of an evaluation, fractions by name: `accuracy`, `f1`, ... */
export type Metrics = Record<string, number>;

/** One batch. */
export interface Batch {
  readonly feeds: Feeds;
  /** What the loss is averaged over and progress counts: faces, tokens. */
  readonly size: number;
  /** Where the examples come from, for the report of a training that diverges. */
  readonly ids: readonly string[];
}

/** One thing that is learned: batches and their loss. */
export interface Objective extends Loss {
  readonly stepsPerEpoch: number;
  /** What a batch's `size` counts, in the plural. */
  readonly unit: string;
  /**
   * The batch of a step. Depends on the seed, the epoch and the step alone, so that a resumed run
   * sees what the uninterrupted one saw.
   */
  batch(epoch: number, step: number): Batch;
}

/** The network as it is being trained, to evaluate with: averaged weights where they are kept. */
export interface Evaluation {
  /** Runs one of the task's predictions. */
  predict(name: string, feeds: Feeds): HostArray;
  /** The present numbers of a parameter. */
  valuesOf(parameter: Parameter): Float32Array;
}

/** One network learning one thing or several. Vision and text make these; the trainer runs them. */
export interface TrainingTask {
  readonly network: Network;
  /** By name; most tasks have one. */
  readonly objectives: Readonly<Record<string, Objective>>;
  /** What was guessed of the data and may be wrong, a sentence each. */
  readonly notices?: readonly string[];
  /** What `evaluate` runs, by name. */
  readonly predictions: Readonly<Record<string, Prediction>>;
  /** Figures on the dev split. */
  evaluate(evaluation: Evaluation): Metrics;
  /**
   * Fits to dev what is fitted after training, with the best weights in the network and before
   * `describe` is asked for what the artifact holds. Gives figures to stand beside dev's.
   */
  finish?(): Metrics;
  /** What the artifact holds beside the weights. */
  describe(): ArtifactContents;
  /** Scores a finished artifact, loaded afresh, on the test splits: once, after all choices. */
  test(folder: string): Promise<Record<string, Metrics>>;
  /** What a finished artifact, loaded afresh, answers to each item of dev (`dev`) and the test splits. */
  answer?(folder: string): Promise<Record<string, SplitAnswers>>;
}

/** What a task is made from. */
export interface TaskRequest {
  readonly plan: Plan;
  readonly level: Level;
  readonly seed: number;
  /** Folder of the data sets. */
  readonly dataRoot: string;
}

/** A kind of task. */
export interface TaskKind {
  /**
   * Where a second core helps: `within` operations (large pictures) or `across` them (small
   * matrices, such as the two directions of an LSTM).
   */
  readonly parallel: "within" | "across";
  /**
   * Raised with every change after which the same plan, data and seed may come to other weights or
   * figures: batches, losses, networks, evaluation. Default: 1.
   */
  readonly version?: number;
  /** How a figure is a sum over items; undefined for those that aren't. For tasks that `answer`. */
  itemScore?(metric: string): ItemScore | undefined;
  create(request: TaskRequest): Promise<TrainingTask>;
}

const kinds = new Map<string, TaskKind>();

/** Makes a task known by name. Vision and text register theirs when they load. */
export function registerTask(name: string, kind: TaskKind): void {
  kinds.set(name, kind);
}

/**
 * A registered kind of task.
 *
 * @throws MltlError `E_BAD_PLAN` naming the tasks there are
 */
export function taskKind(name: string): TaskKind {
  const kind = kinds.get(name);
  if (kind) return kind;
  const known = [...kinds.keys()].sort().join(", ") || "none";
  throw new MltlError("E_BAD_PLAN", `No task '${name}'. Registered: ${known}`);
}
