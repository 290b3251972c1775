/**
 * Checkpoints: everything a run needs to go on to the same numbers.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { type NamedArray, readTensorFile, writeTensorFile } from "../artifact/tensor-file.js";
import { MltlError } from "../errors.js";
import type { HostArray } from "../graph/host-array.js";
import { writeFileAtomic } from "../io/atomic-file.js";
import type { Metrics } from "./task.js";

/** Where a run stands: between two steps. */
export interface Position {
  /** Index of the stage. */
  stage: number;
  /** Epoch within the stage. */
  epoch: number;
  /** Next step within the epoch. */
  step: number;
  /** Steps taken in the stage. */
  stageSteps: number;
}

/** One evaluated epoch. */
export interface HistoryEntry {
  stage: string;
  /** Epoch within the stage, from 0. */
  epoch: number;
  /** Steps taken since the run began. */
  steps: number;
  /** Mean over what the task counts. */
  loss: number;
  /** The factor of the schedule at the epoch's last step. */
  rate: number;
  metrics: Metrics;
  /** Seconds the epoch took, evaluation included; since the resume, in an epoch that was resumed. */
  seconds: number;
}

/** The epoch that the monitor likes best. */
export interface BestEpoch {
  value: number;
  epoch: number;
  stage: string;
}

/** The part of a checkpoint that is not arrays. */
export interface RunState {
  /** SHA-256 of level and seed: the checkpoint of another run is refused. */
  planHash: string;
  position: Position;
  /** Steps taken since the run began. */
  steps: number;
  /** Epochs since the run began. */
  epochs: number;
  /** Batches of each objective so far. */
  taken: Record<string, number>;
  /** Sum of this epoch's losses, weighted by size, and of the sizes. */
  lossSum: number;
  sizeSum: number;
  /** Epochs of the stage without a better monitor: since the best, and since the last drop of the rate. */
  waited: { patience: number; plateau: number };
  /** Times the stage's rate was dropped on a plateau. */
  plateauDrops: number;
  best?: BestEpoch;
  history: HistoryEntry[];
}

/** Arrays by name. */
export type Arrays = ReadonlyMap<string, HostArray>;

/** The arrays of a checkpoint: what the program holds, and the best weights. */
export interface Snapshots {
  readonly program: Arrays;
  readonly best: Arrays;
}

const GROUPS = ["program", "best"] as const;
const STATE_FILE = "state.json";
const SEPARATOR = "|";

/**
 * Writes a checkpoint. Arrays go to one of two files in turn and the state, written last, names
 * the file: a kill at any moment leaves the older pair or the newer one.
 */
export async function saveCheckpoint(
  folder: string,
  state: RunState,
  snapshots: Snapshots,
): Promise<void> {
  const arrays = new Map<string, NamedArray>();
  for (const group of GROUPS) {
    for (const [name, value] of snapshots[group]) {
      arrays.set(group + SEPARATOR + name, value as NamedArray);
    }
  }
  await mkdir(folder, { recursive: true });
  const previous = await readState(folder);
  const file = previous?.arrays === "arrays-0.bin" ? "arrays-1.bin" : "arrays-0.bin";
  await writeTensorFile(path.join(folder, file), arrays);
  await writeFileAtomic(path.join(folder, STATE_FILE), JSON.stringify({ ...state, arrays: file }));
}

/**
 * Reads the newest checkpoint, or nothing where there is none.
 *
 * @throws MltlError `E_BAD_PLAN` when it belongs to another run
 */
export async function loadCheckpoint(
  folder: string,
  planHash: string,
): Promise<{ state: RunState; snapshots: Snapshots } | undefined> {
  const found = await readState(folder);
  if (!found) return undefined;
  const { arrays, ...state } = found;
  if (state.planHash !== planHash) {
    throw new MltlError(
      "E_BAD_PLAN",
      `The checkpoint in ${folder} belongs to another plan or seed`,
      { hint: "Give --out another folder, or delete the checkpoint." },
    );
  }
  const snapshots = { program: new Map<string, HostArray>(), best: new Map<string, HostArray>() };
  for (const [key, value] of await readTensorFile(path.join(folder, arrays))) {
    const at = key.indexOf(SEPARATOR);
    snapshots[key.slice(0, at) as keyof Snapshots].set(key.slice(at + 1), value as HostArray);
  }
  return { state, snapshots };
}

async function readState(folder: string): Promise<(RunState & { arrays: string }) | undefined> {
  const file = path.join(folder, STATE_FILE);
  return existsSync(file) ? JSON.parse(await readFile(file, "utf8")) : undefined;
}
