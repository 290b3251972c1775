/**
 * Networks that classify faces: features of a face, and a head that reads them.
 *
 * @module
 */
import {
  add,
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
  scale,
  type Value,
} from "@mltl/core";

/** Logits `[batch, classes]` under two conventions that annotate the same faces. */
export interface TwoReadings {
  /** As the data set's labels have it. */
  readonly labels: Value;
  /** As most of several raters see it. */
  readonly raters: Value;
}

/** A network whose last block reads one row of numbers a face. Its input is `faces`. */
export interface FaceNetwork extends Network {
  /** How many features a face has. */
  readonly featureCount: number;
  /** `[batch, featureCount]`: what the head reads. */
  features(context: Context, inputs: InputValues): Value;
  /** What its two classifiers say, where it has two; its output is their mean, by `raters`. */
  readBoth?(context: Context, inputs: InputValues): TwoReadings;
}

/** The last block of a network over faces. */
export interface FaceHead {
  readonly block: Block;
  /** How many features it reads of each face. */
  readonly featureCount: number;
  /** From features to the output. */
  readFeatures(features: Value): Value;
  /** The two that `readFeatures` joins, where there are two. */
  readBoth?(features: Value): TwoReadings;
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
  const { featureCount, readFeatures, readBoth } = head;
  return {
    ...facts,
    blocks: [...body.map(({ block }) => block), head.block],
    featureCount,
    features: (_, { faces }) => describeFaces(faces),
    forward: (_, { faces }) => readFeatures(describeFaces(faces)),
    ...(readBoth && { readBoth: (_, { faces }) => readBoth(describeFaces(faces)) }),
  };
}

/** What a classifying head is made from. */
export interface ClassifierHeadOptions {
  readonly classes: number;
  readonly dropout?: number;
  /**
   * Gives the head a second classifier, `raters`, taught by raters' votes: its logits have this share
   * (0-1) of the output, those of the data set's labels the rest.
   */
  readonly raters?: number;
}

/** The block `head`: dropout and a layer, or two, whose outputs go by the names of the labels. */
export function classifierHead(
  random: Random,
  featureCount: number,
  { classes, dropout: rate = 0, raters }: ClassifierHeadOptions,
): FaceHead {
  const block = new Block("head", random);
  const kept = (features: Value) => dropout(features, block, { rate });
  const labels = denseLayer(block, "logits", featureCount, classes, "label");
  if (raters === undefined) {
    return { block, featureCount, readFeatures: (features) => labels(kept(features)) };
  }
  const second = denseLayer(block, "raters", featureCount, classes, "label");
  const readBoth = (features: Value) => {
    const read = kept(features);
    return { labels: labels(read), raters: second(read) };
  };
  return {
    block,
    featureCount,
    readBoth,
    readFeatures(features) {
      const both = readBoth(features);
      return add(scale(both.labels, 1 - raters), scale(both.raters, raters));
    },
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
