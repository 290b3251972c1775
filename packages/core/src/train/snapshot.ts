/**
 * Weights taken out of a network and put back.
 *
 * @module
 */
import type * as TF from "@tensorflow/tfjs";
import type { NamedArray } from "../artifact/tensor-file.js";
import { tf } from "../engine/tensorflow.js";
import type { Parameter } from "../network/block.js";

/** Arrays by parameter name. */
export type Snapshot = ReadonlyMap<string, NamedArray>;

/** A copy of tensors by name. */
export function snapshotOf(tensors: Iterable<readonly [string, TF.Tensor]>): Snapshot {
  const arrays = new Map<string, NamedArray>();
  for (const [name, tensor] of tensors) {
    arrays.set(name, { shape: tensor.shape, data: Float32Array.from(tensor.dataSync()) });
  }
  return arrays;
}

/** A copy of a network's weights. */
export function weightsOf(parameters: readonly Parameter[]): Snapshot {
  return snapshotOf(parameters.map(({ name, variable }) => [name, variable] as const));
}

/** Puts a copy back into the network. */
export function restoreWeights(parameters: readonly Parameter[], snapshot: Snapshot): void {
  withTensors(snapshot, (tensors) => {
    for (const { name, variable } of parameters) variable.assign(tensors.get(name) as TF.Tensor);
  });
}

/** Turns arrays into tensors for the length of `use`. */
export function withTensors(
  snapshot: Snapshot,
  use: (tensors: ReadonlyMap<string, TF.Tensor>) => void,
): void {
  tf.tidy(() => {
    const tensors = new Map<string, TF.Tensor>();
    for (const [name, { shape, data }] of snapshot) tensors.set(name, tf.tensor(data, [...shape]));
    use(tensors);
  });
}
