/**
 * face-api's networks with the weights that its package carries.
 *
 * @module
 */
import { MltlError, type Network, UNSET } from "@mltl/core";
import { buildExpressionNetwork, buildLandmarkNetwork } from "./dense-features.js";
import { buildRecognitionNetwork } from "./recognition.js";
import {
  fillBlocks,
  namedWeight,
  readWeights,
  WEIGHT_FILES,
  type Weight,
  type Weights,
} from "./weights.js";

/** Classes of the expression network, in the order of its outputs. */
export const EXPRESSION_LABELS = [
  "neutral",
  "happy",
  "sad",
  "angry",
  "fear",
  "disgust",
  "surprise",
] as const;

/** A network as face-api trained it. */
export interface PretrainedNetwork {
  readonly network: Network;
  /** Names of the outputs, where they have any. */
  readonly labels?: readonly string[];
}

const pretrained = {
  expression: async () => {
    const labels = EXPRESSION_LABELS;
    const network = buildExpressionNetwork({ classes: labels.length }, UNSET);
    fillBlocks(network.blocks, await readWeights(WEIGHT_FILES.expression));
    return { network, labels };
  },
  landmarks: async () => {
    const network = buildLandmarkNetwork({}, UNSET);
    fillBlocks(network.blocks, await readWeights(WEIGHT_FILES.landmarks));
    return { network };
  },
  recognition: async () => {
    const network = buildRecognitionNetwork({}, UNSET);
    fillBlocks(network.blocks, withoutScales(await readWeights(WEIGHT_FILES.recognition)));
    return { network };
  },
} satisfies Record<string, () => Promise<PretrainedNetwork>>;

/** The networks whose weights can be loaded, by name. */
export const PRETRAINED_NETWORKS = Object.keys(pretrained) as (keyof typeof pretrained)[];

/**
 * Builds a network and fills it with face-api's weights.
 *
 * @throws MltlError `E_NOT_FOUND` for a name that isn't in {@link PRETRAINED_NETWORKS}; see also
 *   `readWeights`
 */
export async function loadPretrained(name: string): Promise<PretrainedNetwork> {
  const known = PRETRAINED_NETWORKS.find((other) => other === name);
  if (known) return pretrained[known]();
  throw new MltlError(
    "E_NOT_FOUND",
    `Expected one of ${PRETRAINED_NETWORKS.join(", ")} for face-api's network, received '${name}'`,
  );
}

/** Multiplies into each convolution the scale of each channel that follows it. */
function withoutScales(weights: Weights): Weights {
  const folded = new Map<string, Weight>([["fc/weights", namedWeight(weights, "fc")]]);
  const outputs = namedWeight(weights, "fc").shape[1];
  folded.set("fc/bias", { shape: [outputs], data: new Float32Array(outputs) });
  for (const name of weights.keys()) {
    if (!name.endsWith("/conv/filters")) continue;
    const layer = name.slice(0, -"/conv/filters".length);
    const filters = namedWeight(weights, name);
    const bias = namedWeight(weights, `${layer}/conv/bias`);
    const scale = namedWeight(weights, `${layer}/scale/weights`).data;
    const shift = namedWeight(weights, `${layer}/scale/biases`).data;
    const scaled = (data: Float32Array) => data.map((value, i) => value * scale[i % scale.length]);
    folded.set(name, { shape: filters.shape, data: scaled(filters.data) });
    const moved = scaled(bias.data).map((value, i) => value + shift[i]);
    folded.set(`${layer}/conv/bias`, { shape: bias.shape, data: moved });
  }
  return folded;
}
