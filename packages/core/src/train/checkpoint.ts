/**
 * Checkpoints: everything a run needs to go on to the same numbers, in one atomic file.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import type * as TF from "@tensorflow/tfjs";
import { type NamedArray, readTensorFile, writeTensorFile } from "../artifact/tensor-file.js";
import { tf } from "../engine/tensorflow.js";
import { MltlError } from "../errors.js";
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
}

/** One evaluated epoch. */
export interface HistoryEntry {
  stage: string;
  epoch: number;
  loss: number;
  metrics: Metrics;
  /** Seconds the epoch took, evaluation included. */
  seconds: number;
}

/** The part of a checkpoint that is not arrays. */
export interface RunState {
  /** SHA-256 of the resolved plan and seed: a checkpoint of another plan is refused. */
  planHash: string;
  position: Position;
  /** Steps taken since the run began. */
  steps: number;
  /** Sum of the losses of this epoch, weighted by size, and the sizes. */
  lossSum: number;
  sizeSum: number;
  best?: { value: number; epoch: number; stage: string };
  history: HistoryEntry[];
}

/** Arrays by group: `weights`, `average`, `optimizer`, `best`. */
export type TensorGroups = Record<string, ReadonlyMap<string, TF.Tensor | NamedArray>>;

/**
 * Writes a checkpoint. The arrays carry the step in their file's name and the state names the file,
 * so a kill between the two writes leaves the older pair.
 */
export async function saveCheckpoint(
  folder: string,
  state: RunState,
  groups: TensorGroups,
): Promise<void> {
  const arrays = new Map<string, NamedArray>();
  for (const [group, tensors] of Object.entries(groups)) {
    for (const [name, value] of tensors) arrays.set(`${group}|${name}`, toArray(value));
  }
  await mkdir(folder, { recursive: true });
  const slot = `${folder}/arrays-${state.steps % 2}.bin`;
  await writeTensorFile(slot, arrays);
  await writeFileAtomic(
    `${folder}/state.json`,
    JSON.stringify({ ...state, arrays: slot.slice(folder.length + 1) }),
  );
}

/** Reads the newest checkpoint, or nothing where there is none. */
export async function loadCheckpoint(
  folder: string,
  planHash: string,
): Promise<{ state: RunState; groups: Record<string, Map<string, NamedArray>> } | undefined> {
  const file = `${folder}/state.json`;
  if (!existsSync(file)) return undefined;
  const { arrays, ...state } = JSON.parse(await readFile(file, "utf8")) as RunState & {
    arrays: string;
  };
  if (state.planHash !== planHash) {
    throw new MltlError(
      "E_BAD_PLAN",
      `The checkpoint in ${folder} belongs to another plan, data or seed`,
      {
        hint: "Give --out another folder, or delete the checkpoint.",
      },
    );
  }
  const groups: Record<string, Map<string, NamedArray>> = {};
  for (const [key, value] of await readTensorFile(`${folder}/${arrays}`)) {
    const [group, name] = key.split("|");
    groups[group] ??= new Map();
    groups[group].set(name, value);
  }
  return { state, groups };
}

function toArray(value: TF.Tensor | NamedArray): NamedArray {
  if ("data" in value && typeof value.data !== "function") return value as NamedArray;
  const tensor = value as TF.Tensor;
  return { shape: tensor.shape, data: tensor.dataSync() as Float32Array };
}

/** Turns stored arrays into tensors for the length of `use`. */
export function withTensors(
  arrays: ReadonlyMap<string, NamedArray> | undefined,
  use: (tensors: Map<string, TF.Tensor>) => void,
): void {
  tf.tidy(() => {
    const tensors = new Map<string, TF.Tensor>();
    for (const [name, { shape, data }] of arrays ?? [])
      tensors.set(name, tf.tensor(data, [...shape]));
    use(tensors);
  });
}
