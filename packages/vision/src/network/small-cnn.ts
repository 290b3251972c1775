/**
 * A plain convolutional network for small grey faces, in the form of VGG (Simonyan & Zisserman 2015)
 * with batch normalisation.
 *
 * @module
 */
import {
  Block,
  convNorm,
  maxPool,
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

const SMALL_CNN = "small-cnn";

const optionsSchema = z.strictObject({
  classes: z.number().int().min(2),
  /** Channels of each block: two 3x3 convolutions, then the largest of each 2x2 pixels. */
  widths: z.array(z.number().int().positive()).min(1).default([32, 64, 128]),
  dropout: z.number().min(0).max(0.9).default(0),
});

/**
 * Blocks: `body/1` .. `body/n`, `head` (mean over all pixels, dropout, classifier). Input `faces`,
 * output logits `[batch, classes]`.
 */
export function buildSmallCnn(options: Record<string, unknown>, random: Random): FaceNetwork {
  const settings = networkOptions(optionsSchema, SMALL_CNN, options);
  const { widths } = settings;
  const body = widths.map((outputs, i) => {
    const block = new Block(`body/${i + 1}`, random);
    const inputs = i === 0 ? 1 : widths[i - 1];
    const first = convNorm(block, "first", { inputs, outputs, kernel: 3, readsPicture: i === 0 });
    const second = convNorm(block, "second", { inputs: outputs, outputs, kernel: 3 });
    const apply = (x: Value) => maxPool(second(first(x)), { size: 2 });
    return { block, apply };
  });
  return faceNetwork({
    architecture: SMALL_CNN,
    options,
    body,
    inputs: facesOf(1),
    describeFaces(faces) {
      let y = faces;
      for (const { apply } of body) y = apply(y);
      return meanOfPixels(y);
    },
    head: classifierHead(random, widths[widths.length - 1], settings),
  });
}

registerFaceNetwork(SMALL_CNN, buildSmallCnn);
