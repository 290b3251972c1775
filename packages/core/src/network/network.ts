/**
 * A network: blocks in order, and a forward pass from input to logits.
 *
 * @module
 */
import { MltlError } from "../errors.js";
import { type InputSpecs, sizeOf } from "../graph/host-array.js";
import type { Context, Value } from "../operation/operation.js";
import type { Random } from "../random/random.js";
import type { Block, Parameter } from "./block.js";

/** Values of a network's inputs by name. */
export type InputValues = Readonly<Record<string, Value>>;

/** A network, written once for training, prediction and export. */
export interface Network {
  /** The registered name that builds it, e.g. `emotion-resnet`. */
  readonly architecture: string;
  /** The options it was built with; with the name they rebuild it. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly blocks: readonly Block[];
  readonly inputs: InputSpecs;
  /** From a batch to logits. */
  forward(context: Context, inputs: InputValues): Value;
}

/** Builds a network from options; random weights come from `random`. */
export type NetworkBuilder<N extends Network = Network> = (
  options: Record<string, unknown>,
  random: Random,
) => N;

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
export function buildNetwork(
  architecture: string,
  options: Record<string, unknown>,
  random: Random,
): Network {
  const builder = builders.get(architecture);
  if (builder) return builder(options, random);
  const known = [...builders.keys()].sort().join(", ") || "none";
  throw new MltlError("E_NOT_FOUND", `No network '${architecture}'. Registered: ${known}`);
}

/** Every parameter of a network, in block order. */
export function parametersOf(network: { readonly blocks: readonly Block[] }): Parameter[] {
  return network.blocks.flatMap((block) => block.parameters);
}

/** Numbers in a network, statistics included. */
export function parameterCount(network: { readonly blocks: readonly Block[] }): number {
  return parametersOf(network).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}
