/**
 * A VGG (Simonyan & Zisserman 2015) for small grey faces, in the form that holds the record of single
 * networks on FER2013 (Khaireddin & Chen 2021, section 3.2): four groups of two 3x3 convolutions,
 * normalised, each followed by the largest of 2x2 pixels, then fully connected layers.
 *
 * @module
 */
import {
  Block,
  convNorm,
  denseLayer,
  dropout,
  flatten,
  maxPool,
  networkOptions,
  type Random,
  relu,
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

const EMOTION_VGG = "emotion-vgg";

/** Channels of the groups at width 1. */
const WIDTHS = [64, 128, 256, 512];

const optionsSchema = z.strictObject({
  classes: z.number().int().min(2),
  /** Share of the 64, 128, 256 and 512 channels of the original. */
  width: z.number().min(0.01).max(4).default(0.5),
  /** Numbers of the fully connected layers; the original has two of 4096. */
  hidden: z.array(z.number().int().positive()).min(1).default([256]),
  dropout: z.number().min(0).max(0.9).default(0.4),
  /** Side of the faces, pixels: what the fully connected layers are made for. */
  size: z.number().int().min(16).max(224).default(48),
});

/**
 * Blocks: `body/1` .. `body/4`, `hidden/1` .. `hidden/n`, `head`. Input `faces` of `size` pixels,
 * output logits `[batch, classes]`.
 */
export function buildEmotionVgg(options: Record<string, unknown>, random: Random): FaceNetwork {
  const settings = networkOptions(optionsSchema, EMOTION_VGG, options);
  const { width, hidden, dropout: rate, size } = settings;
  const widths = [1, ...WIDTHS.map((channels) => Math.max(1, Math.round(channels * width)))];
  const body = WIDTHS.map((_, i) => {
    const block = new Block(`body/${i + 1}`, random);
    const [inputs, outputs] = [widths[i], widths[i + 1]];
    const first = convNorm(block, "first", { inputs, outputs, kernel: 3, readsPicture: i === 0 });
    const second = convNorm(block, "second", { inputs: outputs, outputs, kernel: 3 });
    return { block, apply: (x: Value) => maxPool(second(first(x)), { size: 2 }) };
  });
  const side = WIDTHS.reduce((pixels) => Math.floor(pixels / 2), size);
  const layers = hidden.map((outputs, i) => {
    const block = new Block(`hidden/${i + 1}`, random);
    const inputs = i === 0 ? side ** 2 * widths[WIDTHS.length] : hidden[i - 1];
    const layer = denseLayer(block, "dense", inputs, outputs);
    return { block, apply: (x: Value) => relu(layer(dropout(x, block, { rate }))) };
  });
  return faceNetwork({
    architecture: EMOTION_VGG,
    options,
    body: [...body, ...layers],
    inputs: facesOf(1, size),
    describeFaces(faces) {
      let y = faces;
      for (const { apply } of body) y = apply(y);
      y = flatten(y);
      for (const { apply } of layers) y = apply(y);
      return y;
    },
    head: classifierHead(random, hidden[hidden.length - 1], settings),
  });
}

registerFaceNetwork(EMOTION_VGG, buildEmotionVgg);
