/**
 * A network of depthwise separable convolutions for small grey faces: inverted residuals (Sandler et
 * al. 2018, MobileNetV2, section 3.3).
 *
 * @module
 */
import {
  add,
  Block,
  convNorm,
  meanOfPixels,
  networkOptions,
  type Random,
  type Value,
} from "@mltl/core";
import { z } from "zod";
import {
  classifierHead,
  type FaceNetwork,
  faceNetwork,
  registerFaceNetwork,
} from "./face-network.js";
import { facesOf } from "./faces.js";

const EMOTION_MOBILE = "emotion-mobile";

const optionsSchema = z.strictObject({
  classes: z.number().int().min(2),
  /** Channels of the stem, then of each group of blocks; each group halves the picture but the first. */
  widths: z.array(z.number().int().positive()).min(2).default([24, 32, 64, 96]),
  /** Blocks in a group. */
  depth: z.number().int().min(1).default(2),
  /** How many times wider a block is within. */
  expand: z.number().int().min(1).default(4),
  /** Numbers that describe a face. */
  features: z.number().int().positive().default(256),
  dropout: z.number().min(0).max(0.9).default(0.2),
});

/**
 * Blocks: `stem` (3x3, stride 2), `body/1` .. `body/n` (1x1 to `expand` times the channels, 3x3 of
 * each channel, 1x1 back without activation), `top` (1x1 to the features), `head`. Input `faces`,
 * output logits `[batch, classes]`.
 */
export function buildEmotionMobile(options: Record<string, unknown>, random: Random): FaceNetwork {
  const settings = networkOptions(optionsSchema, EMOTION_MOBILE, options);
  const { widths, depth, expand, features: featureCount } = settings;
  const stem = new Block("stem", random);
  const stemConv = convNorm(stem, "conv", {
    inputs: 1,
    outputs: widths[0],
    kernel: 3,
    stride: 2,
    readsPicture: true,
    activation: "relu6",
  });
  const body = widths.slice(1).flatMap((outputs, group) =>
    Array.from({ length: depth }, (_, i) => {
      const block = new Block(`body/${group * depth + i + 1}`, random);
      const inputs = i === 0 ? widths[group] : outputs;
      return {
        block,
        apply: invertedResidual(block, inputs, outputs, expand, group > 0 && i === 0),
      };
    }),
  );
  const top = new Block("top", random);
  const topConv = convNorm(top, "conv", {
    inputs: widths[widths.length - 1],
    outputs: featureCount,
    kernel: 1,
    activation: "relu6",
  });
  return faceNetwork({
    architecture: EMOTION_MOBILE,
    options,
    body: [{ block: stem }, ...body, { block: top }],
    inputs: facesOf(1),
    describeFaces(faces) {
      let y = stemConv(faces);
      for (const { apply } of body) y = apply(y);
      return meanOfPixels(topConv(y));
    },
    head: classifierHead(random, featureCount, settings),
  });
}

function invertedResidual(
  block: Block,
  inputs: number,
  outputs: number,
  expand: number,
  halves: boolean,
) {
  const wide = inputs * expand;
  const widen = convNorm(block, "widen", { inputs, outputs: wide, kernel: 1, activation: "relu6" });
  const each = convNorm(block, "each", {
    inputs: wide,
    outputs: wide,
    kernel: 3,
    stride: halves ? 2 : 1,
    depthwise: true,
    activation: "relu6",
  });
  const narrow = convNorm(block, "narrow", {
    inputs: wide,
    outputs,
    kernel: 1,
    activation: "linear",
  });
  const adds = inputs === outputs && !halves;
  return (x: Value): Value => {
    const y = narrow(each(widen(x)));
    return adds ? add(x, y) : y;
  };
}

registerFaceNetwork(EMOTION_MOBILE, buildEmotionMobile);
