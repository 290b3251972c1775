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
import { writeFileAtomic } from "../io/atomic-file.js";
import type { Snapshot } from "./snapshot.js";
import type { Metrics } from "./task.js";

/** Where a run stands: between two steps. */
export interface Position {
  /** Index of the stage. */
  stage: number;
  /** Epoch within the stage. */
  epoch: number;
  /** Next step within the epoch. */
  step: number;
}

/** One evaluated epoch. */
export interface HistoryEntry {
  stage: string;
  epoch: number;
  /** Mean over what the task counts. */
  loss: number;
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
  /** Sum of this epoch's losses, weighted by size, and of the sizes. */
  lossSum: number;
  sizeSum: number;
  best?: BestEpoch;
  history: HistoryEntry[];
}

/** The arrays of a checkpoint, by what they are. */
export const SNAPSHOT_GROUPS = ["weights", "average", "optimizer", "best"] as const;
export type Snapshots = Record<(typeof SNAPSHOT_GROUPS)[number], Snapshot>;

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
  for (const group of SNAPSHOT_GROUPS) {
    for (const [name, value] of snapshots[group]) arrays.set(group + SEPARATOR + name, value);
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
      {
        hint: "Give --out another folder, or delete the checkpoint.",
      },
    );
  }
  const groups = SNAPSHOT_GROUPS.map((group) => [group, new Map<string, NamedArray>()] as const);
  const snapshots = Object.fromEntries(groups) as Record<keyof Snapshots, Map<string, NamedArray>>;
  for (const [key, value] of await readTensorFile(path.join(folder, arrays))) {
    const [group, name] = key.split(SEPARATOR);
    snapshots[group as keyof Snapshots].set(name, value);
  }
  return { state, snapshots };
}

async function readState(folder: string): Promise<(RunState & { arrays: string }) | undefined> {
  const file = path.join(folder, STATE_FILE);
  return existsSync(file) ? JSON.parse(await readFile(file, "utf8")) : undefined;
}
