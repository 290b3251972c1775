/**
 * The tiny face detector (a small YOLO with separable convolutions), rebuilt from its weights.
 *
 * Redmon & Farhadi, YOLO9000 (arXiv:1612.08242).
 *
 * @module
 */
import { tf } from "@mltl/core";
import type * as TF from "@tensorflow/tfjs";
import type { Detection, FaceDetector } from "./detector.js";
import {
  type ConvLayer,
  conv,
  convLayer,
  type SeparableLayer,
  separable,
  separableLayer,
} from "./layers.js";
import { suppress } from "./suppress.js";
import { readWeights, WEIGHT_FILES } from "./weights.js";

const INPUT_SIZE = 416;
const CELL = 32;
const OVERLAP_LIMIT = 0.4;
const MEAN_RGB = [117.001, 114.697, 97.404];
/** Width and height of each anchor in cells. */
const ANCHORS = [
  [1.603231, 2.094468],
  [6.041143, 7.080126],
  [2.882459, 3.518061],
  [4.266906, 5.178857],
  [9.041765, 10.66308],
];
const OUTPUTS_PER_ANCHOR = 5;

interface Network {
  readonly stem: ConvLayer;
  readonly blocks: readonly SeparableLayer[];
  readonly head: ConvLayer;
}

/** Loads the detector. See `readWeights` for the errors. */
export async function loadTinyFace(): Promise<FaceDetector> {
  const weights = await readWeights(WEIGHT_FILES.tiny);
  const network: Network = {
    stem: convLayer(weights, "conv0/filters", "conv0/bias"),
    blocks: [1, 2, 3, 4, 5].map((i) => separableLayer(weights, `conv${i}`)),
    head: convLayer(weights, "conv8/filters", "conv8/bias"),
  };
  return {
    name: "tiny",
    inputSize: INPUT_SIZE,
    looks: [],
    detect: (pixels, { count, width, height }, minScore) => {
      const outputs = tf.tidy(
        () => forward(network, pixels, [count, height, width, 3]).dataSync() as Float32Array,
      );
      const stride = outputs.length / count;
      return Array.from({ length: count }, (_, i) =>
        suppress(
          decode(outputs.subarray(i * stride, (i + 1) * stride), width / CELL, minScore),
          OVERLAP_LIMIT,
        ),
      );
    },
    dispose: () => tf.dispose(network as unknown as TF.TensorContainer),
  };
}

/** `[count, rows, columns, anchors * 5]`. */
function forward(
  network: Network,
  pixels: Uint8Array,
  shape: [number, number, number, number],
): TF.Tensor4D {
  const input = new Float32Array(pixels.length);
  for (let i = 0; i < input.length; i++) input[i] = (pixels[i] - MEAN_RGB[i % 3]) / 255;
  let x = tf.tensor4d(input, shape);
  x = conv(x, network.stem, { pad: "valid", activation: "leakyrelu" });
  for (const block of network.blocks) {
    x = separable(tf.maxPool(x, 2, 2, "same"), block, { activation: "leakyrelu" });
  }
  return conv(tf.maxPool(x, 2, 1, "same"), network.head);
}

function decode(outputs: Float32Array, columns: number, minScore: number): Detection[] {
  const found: Detection[] = [];
  for (let i = 0; i * OUTPUTS_PER_ANCHOR < outputs.length; i++) {
    const [dx, dy, dw, dh, logit] = outputs.subarray(i * OUTPUTS_PER_ANCHOR);
    const score = sigmoid(logit);
    if (score < minScore) continue;
    const [anchorWidth, anchorHeight] = ANCHORS[i % ANCHORS.length];
    const cell = Math.floor(i / ANCHORS.length);
    const width = Math.exp(dw) * anchorWidth * CELL;
    const height = Math.exp(dh) * anchorHeight * CELL;
    found.push({
      x: ((cell % columns) + sigmoid(dx)) * CELL - width / 2,
      y: (Math.floor(cell / columns) + sigmoid(dy)) * CELL - height / 2,
      width,
      height,
      score,
    });
  }
  return found;
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
