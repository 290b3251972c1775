/**
 * face-api's face recognition network, dlib's: a ResNet of 29 convolutions (He et al. 2016) that
 * tells people apart.
 *
 * @module
 */
import {
  add,
  averagePool,
  Block,
  CHANNELS,
  dense,
  glorotUniform,
  type Initializer,
  maxPool,
  meanOfPixels,
  networkOptions,
  pad,
  type Random,
  relu,
  type Value,
  zeros,
} from "@mltl/core";
import { z } from "zod";
import { type FaceNetwork, faceNetwork, registerFaceNetwork } from "../network/face-network.js";
import { faceInput, faceInputOptions } from "./face-input.js";
import { convLayer } from "./layers.js";

export const RECOGNITION_NETWORK = "face-api-recognition";

/** Side of the faces that the network was trained on, pixels. */
const OWN_SIZE = 150;
/** Of smaller faces nothing is left for the last blocks. */
const LEAST_SIZE = 71;

const optionsSchema = z.strictObject({
  /** Classes to tell apart; left out, the output is the {@link DESCRIPTOR_SIZE} numbers of a face. */
  classes: z.number().int().min(2).optional(),
  /**
   * Side of the faces, or what they are resized to, pixels. It was trained at 150; half of that costs
   * a quarter and is a good start too.
   */
  size: z.number().int().min(LEAST_SIZE).max(300).default(OWN_SIZE),
  ...faceInputOptions,
});

/** Residual blocks in order: those named `_down` halve the picture. */
const BODY = [
  { name: "conv32_1", inputs: 32, outputs: 32 },
  { name: "conv32_2", inputs: 32, outputs: 32 },
  { name: "conv32_3", inputs: 32, outputs: 32 },
  { name: "conv64_down", inputs: 32, outputs: 64 },
  { name: "conv64_1", inputs: 64, outputs: 64 },
  { name: "conv64_2", inputs: 64, outputs: 64 },
  { name: "conv64_3", inputs: 64, outputs: 64 },
  { name: "conv128_down", inputs: 64, outputs: 128 },
  { name: "conv128_1", inputs: 128, outputs: 128 },
  { name: "conv128_2", inputs: 128, outputs: 128 },
  { name: "conv256_down", inputs: 128, outputs: 256 },
  { name: "conv256_1", inputs: 256, outputs: 256 },
  { name: "conv256_2", inputs: 256, outputs: 256 },
  { name: "conv256_down_out", inputs: 256, outputs: 256 },
] as const;

/** Numbers that the last block reads. */
const FEATURES = 256;
/** Numbers that describe a face: those of one person are closer than 0.6. */
const DESCRIPTOR_SIZE = 128;

/**
 * Blocks `conv32_down`, `conv32_1` .. `conv256_down_out` and `fc`. Faces of `size` pixels,
 * or resized to that; outputs `[batch, classes or 128]`. The scale that follows each convolution in
 * face-api's weights is part of it here.
 */
export function buildRecognitionNetwork(
  options: Record<string, unknown>,
  random: Random,
): FaceNetwork {
  const { classes, size, ...input } = networkOptions(optionsSchema, RECOGNITION_NETWORK, options);
  const { inputs, prepare } = faceInput(input, size, false);
  const stem = new Block("conv32_down", random);
  const axes = [undefined, undefined, CHANNELS, undefined];
  const stemConv = convLayer(stem, { ...CONV_NAMES, axes }, [7, 7, input.channels, 32]);
  let side = halvedSide(halvedSide(size, 7), 3);
  const body = BODY.map(({ name, inputs, outputs }) => {
    const block = new Block(name, random);
    const built = residual(block, inputs, outputs, side);
    side = built.side;
    return { block, apply: built.apply };
  });
  const head = new Block("fc", random);
  const outputs = classes ?? DESCRIPTOR_SIZE;
  const list = classes ? "label" : undefined;
  const kernel = head.weight("weights", [FEATURES, outputs], glorotUniform, {
    axes: [undefined, list],
  });
  const bias = head.bias("bias", [outputs], undefined, { axes: [list] });
  return faceNetwork({
    architecture: RECOGNITION_NETWORK,
    options,
    body: [{ block: stem }, ...body],
    inputs,
    describeFaces(faces) {
      let x = stemConv(prepare(faces), { stride: 2, pad: "valid", activation: "relu" });
      x = maxPool(x, { size: 3, stride: 2 });
      for (const { apply } of body) x = apply(x);
      return meanOfPixels(x);
    },
    head: {
      block: head,
      featureCount: FEATURES,
      readFeatures: (features) =>
        dense(features, features.context.parameter(kernel), features.context.parameter(bias)),
    },
  });
}

const CONV_NAMES = { filter: "conv/filters", bias: "conv/bias" };

function residual(block: Block, inputs: number, outputs: number, side: number) {
  const halves = block.name.includes("_down");
  const layer = (name: string, from: number, initializer?: Initializer) => {
    const names = { filter: `${name}/conv/filters`, bias: `${name}/conv/bias` };
    return convLayer(block, { ...names, initializer }, [3, 3, from, outputs]);
  };
  const first = layer("conv1", inputs);
  // Nothing is normalised: 14 blocks that each add to what they get would begin with huge outputs, and
  // hardly learn (Zhang, Dauphin & Ma 2019, "Fixup initialization").
  const second = layer("conv2", outputs, zeros);
  if (!halves) {
    const apply = (x: Value) => relu(add(second(first(x, { activation: "relu" })), x));
    return { apply, side };
  }
  const pooled = halvedSide(side, 2);
  const border = side < 3 ? "same" : "valid";
  const missing = pooled - (side < 3 ? Math.ceil(side / 2) : halvedSide(side, 3));
  const apply = (x: Value) => {
    const y = second(first(x, { stride: 2, pad: border, activation: "relu" }));
    const wide = missing > 0 ? pad(y, [NONE, [0, missing], [0, missing], NONE]) : y;
    const short = averagePool(x, { size: 2 });
    const deep = outputs > inputs ? pad(short, [NONE, NONE, NONE, [0, outputs - inputs]]) : short;
    return relu(add(deep, wide));
  };
  return { apply, side: pooled };
}

const NONE = [0, 0] as const;

/** Side after a convolution or a pool of stride 2 without padding. */
function halvedSide(side: number, size: number): number {
  return Math.floor((side - size) / 2) + 1;
}

registerFaceNetwork(RECOGNITION_NETWORK, buildRecognitionNetwork, { channels: 1, resize: true });
