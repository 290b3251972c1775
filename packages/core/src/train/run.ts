/**
 * A training run: where it stands, and everything that moves with it.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type * as TF from "@tensorflow/tfjs";
import type { Parameter } from "../network/block.js";
import { parametersOf } from "../network/network.js";
import { createWeightAverage, type WeightAverage } from "./average.js";
import {
  type BestEpoch,
  loadCheckpoint,
  type RunState,
  type Snapshots,
  saveCheckpoint,
} from "./checkpoint.js";
import { createOptimizer, type Optimizer } from "./optimizer.js";
import type { Level, Stage } from "./plan.js";
import { restoreWeights, type Snapshot, snapshotOf, weightsOf, withTensors } from "./snapshot.js";
import type { TrainingTask } from "./task.js";

/** Weights, average, optimizers and position of one level's training. */
export class TrainingRun {
  readonly average: WeightAverage;
  private readonly parameters: readonly Parameter[];
  private readonly optimizers = new Map<string, Optimizer>();
  private best: Snapshot = new Map();
  state: RunState;

  constructor(
    task: Pick<TrainingTask, "network">,
    private readonly level: Level,
    seed: number,
    private readonly checkpoints?: string,
  ) {
    this.parameters = parametersOf(task.network);
    this.average = createWeightAverage(this.parameters, level.average);
    this.state = {
      planHash: createHash("sha256").update(JSON.stringify({ level, seed })).digest("hex"),
      position: { stage: 0, epoch: 0, step: 0 },
      steps: 0,
      lossSum: 0,
      sizeSum: 0,
      history: [],
    };
  }

  /** The optimizer of a stage; its slots outlive the stage. */
  optimizerOf({ optimizer }: Stage): Optimizer {
    const made = this.optimizers.get(optimizer.name) ?? createOptimizer(optimizer);
    this.optimizers.set(optimizer.name, made);
    return made;
  }

  /** Keeps the weights as they are now as the best so far. */
  keepBest(best: BestEpoch): void {
    this.state.best = best;
    this.best = weightsOf(this.parameters);
  }

  /** Leaves the network with the best weights. */
  restoreBest(): void {
    restoreWeights(this.parameters, this.best);
  }

  /** Epochs since the run began. */
  get epoch(): number {
    const { stage, epoch } = this.state.position;
    return this.level.stages.slice(0, stage).reduce((sum, { epochs }) => sum + epochs, epoch);
  }

  /** Writes a checkpoint, where the run has a folder for them. */
  async save(): Promise<void> {
    if (!this.checkpoints) return;
    const slots = new Map<string, TF.Tensor>();
    for (const [name, optimizer] of this.optimizers) {
      for (const [slot, value] of optimizer.state()) slots.set(`${name} ${slot}`, value);
    }
    await saveCheckpoint(this.checkpoints, this.state, {
      weights: weightsOf(this.parameters),
      average: snapshotOf(this.average.state()),
      optimizer: snapshotOf(slots),
      best: this.best,
    });
  }

  /** Goes to where the newest checkpoint stands; false where there is none. */
  async resume(): Promise<boolean> {
    const found = this.checkpoints && (await loadCheckpoint(this.checkpoints, this.state.planHash));
    if (!found) return false;
    this.state = found.state;
    this.best = found.snapshots.best;
    restoreWeights(this.parameters, found.snapshots.weights);
    withTensors(found.snapshots.average, (tensors) => this.average.restore(tensors));
    this.restoreOptimizers(found.snapshots);
    return true;
  }

  private restoreOptimizers({ optimizer: slots }: Snapshots): void {
    for (const stage of this.level.stages) {
      const prefix = `${stage.optimizer.name} `;
      const own = [...slots].filter(([name]) => name.startsWith(prefix));
      const named = new Map(own.map(([name, value]) => [name.slice(prefix.length), value]));
      withTensors(named, (tensors) => this.optimizerOf(stage).restore(tensors));
    }
  }

  dispose(): void {
    this.average.dispose();
    for (const optimizer of this.optimizers.values()) optimizer.dispose();
  }
}
