/**
 * Makes a network run: as one TensorFlow graph where the native engine is, else as tfjs calls.
 *
 * @module
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { tf } from "@mltl/core";
import type * as TF from "@tensorflow/tfjs";
import type { Weight } from "../weights.js";
import { GRAPH_ENDS, GraphBuilder, SAVED_MODEL_TAG } from "./graph-ops.js";
import type { InputScale, NetworkDefinition } from "./ops.js";
import { tensorOps } from "./tensor-ops.js";

/** The shape of a batch of pictures. */
export interface BatchShape {
  readonly count: number;
  readonly width: number;
  readonly height: number;
}

/** A network with its weights in the engine. */
export interface RunningNetwork {
  /**
   * @param pixels - `count * height * width * 3` bytes of RGB
   * @returns the output's numbers, row-major
   */
  run(pixels: Uint8Array, shape: BatchShape): Float32Array;
  dispose(): void;
}

/** What tfjs-node's backend has beside tfjs's own interface. */
interface NativeBackend {
  readonly binding: {
    createTensor(shape: readonly number[], type: number, data: Uint8Array): number;
    deleteTensor(id: number): void;
    tensorDataSync(id: number): Float32Array;
    loadSavedModel(folder: string, tag: string): number;
    deleteSavedModel(id: number): void;
    runSavedModel(
      id: number,
      inputs: readonly number[],
      inputNames: string,
      outputNames: string,
    ): { id: number }[];
  };
}

/** Brings a network into the engine, which must be loaded. */
export async function startNetwork(definition: NetworkDefinition): Promise<RunningNetwork> {
  if (tf.getBackend() !== "tensorflow") return startOnTensors(definition);
  return startOnGraph(definition).catch(() => startOnTensors(definition));
}

/** The network as tfjs calls; what the graph is tested against. */
export function startOnTensors({ input, forward }: NetworkDefinition): RunningNetwork {
  const kept = new Map<Weight, TF.Tensor>();
  const ops = tensorOps(kept);
  return {
    run: (pixels, { count, width, height }) =>
      tf.tidy(() => {
        const x = tf.tensor4d(scaled(pixels, input), [count, height, width, 3]);
        return forward<TF.Tensor>(ops, x).dataSync() as Float32Array;
      }),
    dispose: () => {
      for (const tensor of kept.values()) tensor.dispose();
      kept.clear();
    },
  };
}

async function startOnGraph({ input, forward }: NetworkDefinition): Promise<RunningNetwork> {
  const { binding } = tf.backend() as unknown as NativeBackend;
  const graph = new GraphBuilder();
  const pieces = graph.finish(forward<string>(graph, graph.input(input)));
  const folder = await mkdtemp(path.join(tmpdir(), "mltl-graph-"));
  let model: number;
  try {
    await writeFile(path.join(folder, "saved_model.pb"), Buffer.concat(pieces));
    model = binding.loadSavedModel(folder, SAVED_MODEL_TAG);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return {
    run: (pixels, { count, width, height }) => {
      const { input: inputName, output: outputName, inputType } = GRAPH_ENDS;
      const x = binding.createTensor([count, height, width, 3], inputType, pixels);
      try {
        const [output] = binding.runSavedModel(model, [x], inputName, outputName);
        try {
          return binding.tensorDataSync(output.id);
        } finally {
          binding.deleteTensor(output.id);
        }
      } finally {
        binding.deleteTensor(x);
      }
    },
    dispose: () => binding.deleteSavedModel(model),
  };
}

function scaled(pixels: Uint8Array, { mean, deviation }: InputScale): Float32Array {
  const input = new Float32Array(pixels.length);
  for (let i = 0; i < input.length; i++) input[i] = (pixels[i] - mean[i % 3]) / deviation;
  return input;
}
