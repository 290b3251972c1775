/**
 * A training run: where it stands, and everything that moves with it.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { parametersOf } from "../network/network.js";
import type { Level } from "../plan/plan.js";
import type { TrainingProgram } from "../program/training-program.js";
import {
  type Arrays,
  type BestEpoch,
  loadCheckpoint,
  type RunState,
  saveCheckpoint,
} from "./checkpoint.js";
import type { Evaluation, TrainingTask } from "./task.js";

/** Program, best weights and position of one level's training. */
export class TrainingRun {
  private best: Arrays = new Map();
  state: RunState;

  constructor(
    private readonly task: Pick<TrainingTask, "network" | "objectives">,
    readonly program: TrainingProgram,
    level: Level,
    seed: number,
    private readonly checkpoints?: string,
  ) {
    this.state = {
      planHash: createHash("sha256").update(JSON.stringify({ level, seed })).digest("hex"),
      position: { stage: 0, epoch: 0, step: 0, stageSteps: 0 },
      steps: 0,
      epochs: 0,
      taken: Object.fromEntries(Object.keys(task.objectives).map((name) => [name, 0])),
      lossSum: 0,
      sizeSum: 0,
      waited: { patience: 0, plateau: 0 },
      plateauDrops: 0,
      history: [],
    };
  }

  /** What a task evaluates with. */
  get evaluation(): Evaluation {
    return {
      predict: (name, feeds) => this.program.predict(name, feeds),
      valuesOf: (parameter) => this.program.valuesOf(parameter),
    };
  }

  /** Keeps the weights that were just evaluated as the best so far. */
  keepBest(best: BestEpoch): void {
    this.state.best = best;
    this.best = this.program.weights();
  }

  /** Leaves the network with the best weights. */
  finish(): void {
    for (const { name, values } of parametersOf(this.task.network)) {
      values.set(this.best.get(name)?.data as Float32Array);
    }
  }

  /** Goes on to the next stage. */
  nextStage(): void {
    const { state } = this;
    state.position = { stage: state.position.stage + 1, epoch: 0, step: 0, stageSteps: 0 };
    state.waited = { patience: 0, plateau: 0 };
    state.plateauDrops = 0;
  }

  /** Writes a checkpoint, where the run has a folder for them. */
  async save(): Promise<void> {
    if (!this.checkpoints) return;
    const snapshots = { program: this.program.state(), best: this.best };
    await saveCheckpoint(this.checkpoints, this.state, snapshots);
  }

  /** Goes to where the newest checkpoint stands; false where there is none. */
  async resume(): Promise<boolean> {
    const found = this.checkpoints && (await loadCheckpoint(this.checkpoints, this.state.planHash));
    if (!found) return false;
    this.state = found.state;
    this.best = found.snapshots.best;
    this.program.restore(found.snapshots.program);
    return true;
  }
}
