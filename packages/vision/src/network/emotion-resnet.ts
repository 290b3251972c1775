/**
 * The emotion network: a small residual network (He et al. 2016) for 48x48 grey faces.
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

const EMOTION_RESNET = "emotion-resnet";

const optionsSchema = z.strictObject({
  classes: z.number().int().min(2),
  /** Channels of the stem, then of each group of blocks; each group halves the picture but the first. */
  widths: z.array(z.number().int().positive()).min(2).default([32, 48, 96, 192]),
  /** Residual blocks in a group. */
  depth: z.number().int().min(1).default(1),
  dropout: z.number().min(0).max(0.9).default(0.3),
  /** Share of a second classifier, taught by raters' votes, in the output; one classifier where left out. */
  raters: z.number().min(0).max(1).optional(),
});

/**
 * Blocks: `stem` (5x5, stride 2), `body/1` .. `body/n` (two 3x3 convolutions and a shortcut, which is
 * the input itself where nothing changes its shape), `head`. Input `faces`, output logits
 * `[batch, classes]`.
 */
export function buildEmotionResnet(options: Record<string, unknown>, random: Random): FaceNetwork {
  const settings = networkOptions(optionsSchema, EMOTION_RESNET, options);
  const { widths, depth } = settings;
  const stem = new Block("stem", random);
  const stemConv = convNorm(stem, "conv", {
    inputs: 1,
    outputs: widths[0],
    kernel: 5,
    stride: 2,
    readsPicture: true,
  });
  const body = widths.slice(1).flatMap((outputs, group) =>
    Array.from({ length: depth }, (_, i) => {
      const block = new Block(`body/${group * depth + i + 1}`, random);
      if (i > 0) return residual(block, outputs, outputs, 1);
      return residual(block, widths[group], outputs, group === 0 ? 1 : 2);
    }),
  );
  return faceNetwork({
    architecture: EMOTION_RESNET,
    options,
    body: [{ block: stem }, ...body],
    inputs: facesOf(1),
    describeFaces(faces) {
      let y = stemConv(faces);
      for (const { apply } of body) y = apply(y);
      return meanOfPixels(y);
    },
    head: classifierHead(random, widths[widths.length - 1], settings),
  });
}

function residual(block: Block, inputs: number, outputs: number, stride: 1 | 2) {
  const linear = { activation: "linear" } as const;
  const first = convNorm(block, "first", { inputs, outputs, kernel: 3, stride });
  const second = convNorm(block, "second", { inputs: outputs, outputs, kernel: 3, ...linear });
  const shortcut =
    inputs === outputs && stride === 1
      ? (x: Value) => x
      : convNorm(block, "shortcut", { inputs, outputs, kernel: 1, stride, ...linear });
  const apply = (x: Value) => relu(add(second(first(x)), shortcut(x)));
  return { block, apply };
}

registerFaceNetwork(EMOTION_RESNET, buildEmotionResnet);
