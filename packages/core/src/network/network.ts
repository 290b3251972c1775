/**
 * A network: blocks in order, and a forward pass from input to logits.
 *
 * @module
 */
import type * as TF from "@tensorflow/tfjs";
import { MltlError } from "../errors.js";
import { type Random, randomStream } from "../random/random.js";
import type { Block, Parameter } from "./block.js";

/** How a forward pass behaves. */
export interface ForwardMode {
  /** True while gradients are wanted: batch statistics and dropout are on. */
  readonly training: boolean;
  /** Seeds dropout; every layer that drops draws its own number from it. */
  readonly random: Random;
  /** A frozen block normalises with its stored statistics and drops nothing. */
  isFrozen(block: Block): boolean;
}

/** The mode of prediction: nothing moves, nothing is dropped. */
export const PREDICT: ForwardMode = {
  training: false,
  random: randomStream("predict"),
  isFrozen: () => true,
};

/** True where a layer of `block` should behave as in training. */
export function isLearning(block: Block, mode: ForwardMode): boolean {
  return mode.training && !mode.isFrozen(block);
}

/** A network over inputs of type `Input` (a tensor for pictures, arrays of features for text). */
export interface Network<Input = TF.Tensor> {
  /** The registered name that builds it, e.g. `emotion-resnet`. */
  readonly architecture: string;
  /** The options it was built with; with the name they rebuild it. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly blocks: readonly Block[];
  /** From a batch to logits. Called inside `tf.tidy`. */
  forward(input: Input, mode: ForwardMode): TF.Tensor;
}

/** Builds a network from options; random weights come from `random`. */
export type NetworkBuilder = (options: Record<string, unknown>, random: Random) => Network<never>;

const builders = new Map<string, NetworkBuilder>();

/** Makes an architecture known by name. Vision and text register theirs when they load. */
export function registerNetwork(architecture: string, builder: NetworkBuilder): void {
  builders.set(architecture, builder);
}

/**
 * Builds a registered architecture.
 *
 * @throws MltlError `E_NOT_FOUND` naming the architectures there are
 */
export function buildNetwork<Input>(
  architecture: string,
  options: Record<string, unknown>,
  random: Random,
): Network<Input> {
  const builder = builders.get(architecture);
  if (!builder) {
    const known = [...builders.keys()].sort().join(", ") || "none";
    throw new MltlError("E_NOT_FOUND", `No network '${architecture}'. Registered: ${known}`);
  }
  return builder(options, random) as unknown as Network<Input>;
}

/** Every parameter of a network, in block order. */
export function parametersOf(network: { readonly blocks: readonly Block[] }): Parameter[] {
  return network.blocks.flatMap((block) => block.parameters);
}

/** Numbers in a network, statistics included. */
export function parameterCount(network: { readonly blocks: readonly Block[] }): number {
  return parametersOf(network).reduce((sum, { variable }) => sum + variable.size, 0);
}

/** Frees a network's variables. */
export function disposeNetwork(network: { readonly blocks: readonly Block[] }): void {
  for (const { variable } of parametersOf(network)) variable.dispose();
}
