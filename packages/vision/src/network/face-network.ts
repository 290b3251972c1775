/**
 * Networks that classify faces: features of a face, and a head that reads them.
 *
 * @module
 */
import {
  Block,
  buildNetwork,
  type Context,
  denseLayer,
  dropout,
  type InputValues,
  MltlError,
  type Network,
  type NetworkBuilder,
  type Random,
  registerNetwork,
  type Value,
} from "@mltl/core";

/** A network whose last block reads one row of numbers a face. Its input is `faces`. */
export interface FaceNetwork extends Network {
  /** How many features a face has. */
  readonly featureCount: number;
  /** `[batch, featureCount]`: what the head reads. */
  features(context: Context, inputs: InputValues): Value;
}

/** The last block of a network over faces. */
export interface FaceHead {
  readonly block: Block;
  /** How many features it reads of each face. */
  readonly featureCount: number;
  /** From features to the output. */
  readFeatures(features: Value): Value;
}

/** What a face network is made of. */
export interface FaceNetworkParts extends Pick<FaceNetwork, "architecture" | "options" | "inputs"> {
  /** All blocks before the head. */
  readonly body: readonly { readonly block: Block }[];
  /** From `[batch, height, width, channels]` to `[batch, featureCount]`. */
  describeFaces(faces: Value): Value;
  readonly head: FaceHead;
}

/** Joins features and head to one network. */
export function faceNetwork(parts: FaceNetworkParts): FaceNetwork {
  const { body, describeFaces, head, ...facts } = parts;
  const { featureCount, readFeatures } = head;
  return {
    ...facts,
    blocks: [...body.map(({ block }) => block), head.block],
    featureCount,
    features: (_, { faces }) => describeFaces(faces),
    forward: (_, { faces }) => readFeatures(describeFaces(faces)),
  };
}

/** The block `head`: dropout and a layer whose outputs go by the names of the labels. */
export function classifierHead(
  random: Random,
  featureCount: number,
  { classes, dropout: rate = 0 }: { readonly classes: number; readonly dropout?: number },
): FaceHead {
  const block = new Block("head", random);
  const classifier = denseLayer(block, "logits", featureCount, classes, "label");
  return {
    block,
    featureCount,
    readFeatures: (features) => classifier(dropout(features, block, { rate })),
  };
}

const architectures = new Map<string, Readonly<Record<string, unknown>>>();

/**
 * Makes an architecture over faces known by name, to core too.
 *
 * @param grey - options with which it takes the grey faces of our pipeline, where it has to be told
 */
export function registerFaceNetwork(
  name: string,
  builder: NetworkBuilder<FaceNetwork>,
  grey: Readonly<Record<string, unknown>> = {},
): void {
  architectures.set(name, grey);
  registerNetwork(name, builder);
}

/** The registered architectures over faces, in the order of the alphabet. */
export function faceArchitectures(): string[] {
  return [...architectures.keys()].sort();
}

/** The options with which an architecture takes grey faces of 48 pixels. */
export function greyOptions(architecture: string): Readonly<Record<string, unknown>> {
  return architectures.get(architecture) ?? {};
}

/**
 * Builds a registered architecture over faces.
 *
 * @throws MltlError `E_NOT_FOUND` naming those there are
 */
export function buildFaceNetwork(
  architecture: string,
  options: Record<string, unknown>,
  random: Random,
): FaceNetwork {
  if (architectures.has(architecture)) {
    return buildNetwork(architecture, options, random) as FaceNetwork;
  }
  throw new MltlError(
    "E_NOT_FOUND",
    `No network '${architecture}' over faces. Registered: ${faceArchitectures().join(", ")}`,
  );
}
