/**
 * A graph in the native engine, ready to run.
 *
 * @module
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { tf } from "../engine/tensorflow.js";
import { DTYPES } from "./attribute.js";
import type { GraphNode } from "./graph-writer.js";
import type { HostArray } from "./host-array.js";
import { SAVED_MODEL_TAG, savedModel } from "./saved-model.js";

/** One way to run a graph: arrays for its inputs in, arrays of its outputs out, both in order. */
export type GraphCall = (feeds: readonly HostArray[]) => HostArray[];

/** A loaded graph. Its variables keep their values from run to run. */
export interface GraphSession {
  /**
   * @param inputs - names of placeholders
   * @param outputs - names of nodes whose values are wanted; what they don't need isn't run
   */
  call(inputs: readonly string[], outputs: readonly string[]): GraphCall;
  dispose(): void;
}

/** The part of tfjs-node's addon that loads and runs graphs. */
interface Addon {
  createTensor(shape: readonly number[], dtype: number, data: HostArray["data"]): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): HostArray["data"];
  loadSavedModel(folder: string, tags: string): number;
  deleteSavedModel(id: number): void;
  runSavedModel(
    id: number,
    inputs: readonly number[],
    inputNames: string,
    outputNames: string,
  ): { id: number; shape: number[]; dtype: number }[];
}

/** True when graphs can be run: TensorFlow's C library is the engine. */
export function isNative(): boolean {
  return tf.getBackend() === "tensorflow";
}

/** Loads a graph into the native engine, which has to be running. */
export function startSession(nodes: readonly GraphNode[]): GraphSession {
  const { binding } = tf.backend() as unknown as { binding: Addon };
  const folder = mkdtempSync(path.join(tmpdir(), "mltl-graph-"));
  let model: number;
  try {
    writeFileSync(path.join(folder, "saved_model.pb"), Buffer.concat(savedModel(nodes)));
    model = binding.loadSavedModel(folder, SAVED_MODEL_TAG);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const output = (name: string) => (name.includes(":") ? name : `${name}:0`);
  return {
    call(inputs, outputs) {
      const inputNames = inputs.map(output).join(",");
      const outputNames = outputs.map(output).join(",");
      return (feeds) => {
        const ids = feeds.map(({ shape, data }) =>
          binding.createTensor(shape, dtypeOf(data), data),
        );
        try {
          const results = binding.runSavedModel(model, ids, inputNames, outputNames);
          return results.map(({ id, shape }) => {
            const data = binding.tensorDataSync(id);
            binding.deleteTensor(id);
            return { shape, data };
          });
        } finally {
          for (const id of ids) binding.deleteTensor(id);
        }
      };
    },
    dispose: () => binding.deleteSavedModel(model),
  };
}

function dtypeOf(data: HostArray["data"]): number {
  if (data instanceof Float32Array) return DTYPES.float32;
  return data instanceof Int32Array ? DTYPES.int32 : DTYPES.uint8;
}
