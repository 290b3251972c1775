/**
 * Dense_FaceLiveNet (Hung, Lin & Lai 2019, Applied Soft Computing 84:105724): inception blocks whose
 * outputs are concatenated with their inputs. Every convolution is normalised and followed by swish.
 *
 * @module
 */
import {
  averagePool,
  Block,
  type ConvNormOptions,
  concatLast,
  convNorm,
  maxPool,
  meanOfPixels,
  networkOptions,
  type Random,
  resizeBilinear,
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

const DENSE_FACE_LIVE = "dense-face-live";

/** Of smaller faces nothing is left by convolutions without padding. */
const LEAST_UNPADDED = 96;

const optionsSchema = z.strictObject({
  classes: z.number().int().min(2),
  /** Side that faces are made, pixels; the paper's is 224. */
  size: z.number().int().min(32).max(512).default(48),
  /** Share of the original's channels. */
  width: z.number().min(0.02).max(2).default(1),
});

type Layer = (x: Value) => Value;

/**
 * Blocks: `stem`, `inception/1` .. `inception/3`, `transition`, `inception/4`, `dense/1`, `dense/2`,
 * `head`. Faces are resized to `size`; from 96 pixels on stem and transition are the
 * paper's, without zeros beyond the border; below that they have them. Input `faces`, output logits
 * `[batch, classes]`.
 */
export function buildDenseFaceLive(options: Record<string, unknown>, random: Random): FaceNetwork {
  const settings = networkOptions(optionsSchema, DENSE_FACE_LIVE, options);
  const { size, width } = settings;
  const of = (channels: number) => Math.max(1, Math.round(channels * width));
  const pad = size < LEAST_UNPADDED ? "same" : "valid";
  const stem = buildStem(new Block("stem", random), of, pad);
  const first = buildFirst(new Block("inception/1", random), of);
  const second = buildSecond(new Block("inception/2", random), of);
  const third = buildThird(new Block("inception/3", random), of, second.outputs);
  const transition = buildTransition(new Block("transition", random), of, third.outputs, pad);
  const fourth = buildFourth(new Block("inception/4", random), of);
  const fifth = buildDense(new Block("dense/1", random), of, fourth.outputs);
  const sixth = buildDense(new Block("dense/2", random), of, fifth.outputs);
  return faceNetwork({
    architecture: DENSE_FACE_LIVE,
    options,
    body: [stem, first, second, third, transition, fourth, fifth, sixth],
    inputs: facesOf(1),
    describeFaces(faces) {
      const x = first.apply(stem.apply(resizeBilinear(faces, { height: size, width: size })));
      const mixed = transition.apply(third.apply(x, second.apply(x)));
      return meanOfPixels(sixth.apply(fifth.apply(fourth.apply(mixed))));
    },
    head: classifierHead(random, sixth.outputs, settings),
  });
}

/** Whether layers that shrink a face go beyond its border. */
type Padding = "same" | "valid";

/** Channels of a layer, from those of the original. */
type Channels = (original: number) => number;

/** Adds convolutions that follow each other, each normalised and activated. */
function chain(
  block: Block,
  name: string,
  inputs: number,
  layers: readonly Pick<
    ConvNormOptions,
    "outputs" | "kernel" | "stride" | "pad" | "readsPicture"
  >[],
): Layer {
  const made = layers.map((layer, i) =>
    convNorm(block, layers.length === 1 ? name : `${name}/${i + 1}`, {
      ...layer,
      inputs: i === 0 ? inputs : layers[i - 1].outputs,
      activation: "swish",
    }),
  );
  return (x) => made.reduce((y, layer) => layer(y), x);
}

const concat = (parts: readonly Value[]) => concatLast(parts, 4);
const smooth = (x: Value) => averagePool(x, { size: 3, stride: 1, pad: "same" });

function buildStem(block: Block, of: Channels, pad: Padding) {
  const first = chain(block, "first", 1, [
    { outputs: of(32), kernel: 3, stride: 2, pad, readsPicture: true },
    { outputs: of(32), kernel: 3, pad },
    { outputs: of(64), kernel: 3 },
  ]);
  const second = chain(block, "second", of(64), [
    { outputs: of(80), kernel: 3, stride: 2, pad },
    { outputs: of(192), kernel: 3, pad },
  ]);
  const pool = (x: Value) => maxPool(x, { size: 3, stride: 2, pad });
  return { block, apply: (x: Value) => pool(second(pool(first(x)))) };
}

function buildFirst(block: Block, of: Channels) {
  const inputs = of(192);
  const one = chain(block, "one", inputs, [{ outputs: of(96), kernel: 1 }]);
  const three = chain(block, "three", inputs, [
    { outputs: of(64), kernel: 1 },
    { outputs: of(96), kernel: 3 },
  ]);
  const five = chain(block, "five", inputs, [
    { outputs: of(64), kernel: 1 },
    { outputs: of(96), kernel: 3 },
    { outputs: of(96), kernel: 3 },
  ]);
  const join = chain(block, "join", 3 * of(96), [{ outputs: of(96), kernel: 1 }]);
  return { block, apply: (x: Value) => join(concat([one(x), three(x), five(x)])) };
}

function buildSecond(block: Block, of: Channels) {
  const inputs = of(96);
  const three = chain(block, "three", inputs, [{ outputs: of(64), kernel: 3 }]);
  const five = chain(block, "five", inputs, [
    { outputs: of(96), kernel: 1 },
    { outputs: of(128), kernel: 3 },
    { outputs: of(160), kernel: 3 },
  ]);
  const outputs = 2 * inputs + of(64) + of(160);
  return { block, outputs, apply: (x: Value) => concat([x, three(x), five(x), smooth(x)]) };
}

/** Reads what the second gives, and hands on what that was given too. */
function buildThird(block: Block, of: Channels, inputs: number) {
  const one = chain(block, "one", inputs, [{ outputs: of(192), kernel: 1 }]);
  const seven = chain(block, "seven", inputs, [
    { outputs: of(128), kernel: 1 },
    { outputs: of(160), kernel: [1, 7] },
    { outputs: of(160), kernel: [7, 1] },
  ]);
  const outputs = of(96) + inputs + of(192) + of(160);
  const apply = (x: Value, mixed: Value) => concat([x, mixed, one(mixed), seven(mixed)]);
  return { block, outputs, apply };
}

function buildTransition(block: Block, of: Channels, inputs: number, pad: Padding) {
  const apply = convNorm(block, "conv", {
    inputs,
    outputs: of(192),
    kernel: 1,
    pooled: (x) => averagePool(x, { size: 2, pad }),
    activation: "linear",
  });
  return { block, apply };
}

function buildFourth(block: Block, of: Channels) {
  const inputs = of(192);
  const one = chain(block, "one", inputs, [{ outputs: of(192), kernel: 1 }]);
  const three = chain(block, "three", inputs, [
    { outputs: of(192), kernel: 1 },
    { outputs: of(256), kernel: 3 },
  ]);
  const five = chain(block, "five", inputs, [
    { outputs: of(160), kernel: 1 },
    { outputs: of(192), kernel: 3 },
    { outputs: of(256), kernel: 3 },
  ]);
  const pooled = chain(block, "pooled", inputs, [{ outputs: of(160), kernel: 1 }]);
  const outputs = inputs + of(192) + 2 * of(256) + of(160);
  const apply = (x: Value) => concat([x, one(x), three(x), five(x), pooled(smooth(x))]);
  return { block, outputs, apply };
}

function buildDense(block: Block, of: Channels, inputs: number) {
  const one = chain(block, "one", inputs, [{ outputs: of(256), kernel: 1 }]);
  const three = chain(block, "three", inputs, [
    { outputs: of(128), kernel: [1, 3] },
    { outputs: of(192), kernel: [3, 1] },
    { outputs: of(256), kernel: [1, 3] },
  ]);
  const join = chain(block, "join", 2 * of(256), [{ outputs: of(256), kernel: 1 }]);
  const apply = (x: Value) => concat([x, join(concat([one(x), three(x)]))]);
  return { block, outputs: inputs + of(256), apply };
}

registerFaceNetwork(DENSE_FACE_LIVE, buildDenseFaceLive);
