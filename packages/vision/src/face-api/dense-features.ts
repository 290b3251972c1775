/**
 * face-api's networks of four blocks of separable convolutions, in which each convolution reads the
 * sum of those before it: one for landmarks, one for expressions.
 *
 * @module
 */
import {
  add,
  Block,
  CHANNELS,
  dense,
  glorotUniform,
  meanOfPixels,
  type Network,
  networkOptions,
  type Random,
  registerNetwork,
  relu,
  type Value,
} from "@mltl/core";
import { z } from "zod";
import {
  type FaceNetwork,
  type FaceNetworkParts,
  faceNetwork,
  registerFaceNetwork,
} from "../network/face-network.js";
import { type FaceInputOptions, faceInput, faceInputOptions } from "./face-input.js";
import { convLayer, separableLayer } from "./layers.js";

export const LANDMARK_NETWORK = "face-api-landmarks";
export const EXPRESSION_NETWORK = "face-api-expression";

const WIDTHS = [32, 64, 128, 256];

/** Side of the faces that the networks were trained on, pixels; they take others too. */
const OWN_SIZE = 112;

const landmarkOptions = z.strictObject({
  points: z.number().int().min(1).default(68),
  ...faceInputOptions,
});
const expressionOptions = z.strictObject({
  classes: z.number().int().min(2),
  ...faceInputOptions,
});

/** Blocks `dense0` .. `dense3` and `fc`; outputs `[batch, 2 * points]`, x and y in turn. */
export function buildLandmarkNetwork(options: Record<string, unknown>, random: Random): Network {
  const { points, ...input } = networkOptions(landmarkOptions, LANDMARK_NETWORK, options);
  const parts = buildDenseFeatures(input, 2 * points, undefined, random);
  return faceNetwork({ architecture: LANDMARK_NETWORK, options, ...parts });
}

/** Blocks `dense0` .. `dense3` and `fc`; outputs logits `[batch, classes]`. */
export function buildExpressionNetwork(
  options: Record<string, unknown>,
  random: Random,
): FaceNetwork {
  const { classes, ...input } = networkOptions(expressionOptions, EXPRESSION_NETWORK, options);
  const parts = buildDenseFeatures(input, classes, "label", random);
  return faceNetwork({ architecture: EXPRESSION_NETWORK, options, ...parts });
}

function buildDenseFeatures(
  input: FaceInputOptions,
  outputs: number,
  list: string | undefined,
  random: Random,
): Omit<FaceNetworkParts, "architecture" | "options"> {
  const { inputs, prepare } = faceInput(input, OWN_SIZE, true);
  const features = WIDTHS.map((width, i) => {
    const block = new Block(`dense${i}`, random);
    const from = i === 0 ? input.channels : WIDTHS[i - 1];
    return { block, apply: denseBlock(block, from, width, i === 0) };
  });
  const head = new Block("fc", random);
  const featureCount = WIDTHS[WIDTHS.length - 1];
  const kernel = head.weight("weights", [featureCount, outputs], glorotUniform, {
    axes: [undefined, list],
  });
  const bias = head.bias("bias", [outputs], undefined, { axes: [list] });
  return {
    body: features,
    inputs,
    describeFaces(faces) {
      let x = prepare(faces);
      for (const { apply } of features) x = apply(x);
      return meanOfPixels(x);
    },
    head: {
      block: head,
      featureCount,
      readFeatures: (rows) =>
        dense(rows, rows.context.parameter(kernel), rows.context.parameter(bias)),
    },
  };
}

function denseBlock(block: Block, inputs: number, width: number, isFirst: boolean) {
  const names = { filter: "conv0/filters", bias: "conv0/bias" };
  const axes = [undefined, undefined, CHANNELS, undefined];
  const halving = isFirst
    ? convLayer(block, { ...names, axes }, [3, 3, inputs, width])
    : separableLayer(block, "conv0/", inputs, width);
  const rest = [1, 2, 3].map((i) => separableLayer(block, `conv${i}/`, width, width));
  return (x: Value): Value => {
    let y = halving(x, { stride: 2, activation: "relu" });
    let sum = y;
    for (const layer of rest) {
      sum = add(sum, layer(y));
      y = relu(sum);
    }
    return y;
  };
}

registerNetwork(LANDMARK_NETWORK, buildLandmarkNetwork);
registerFaceNetwork(EXPRESSION_NETWORK, buildExpressionNetwork, { channels: 1, resize: true });
