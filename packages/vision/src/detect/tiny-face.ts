/**
 * The tiny face detector (a small YOLO with separable convolutions), rebuilt from its weights.
 *
 * Redmon & Farhadi, YOLO9000 (arXiv:1612.08242).
 *
 * @module
 */
import { Block, maxPool, UNSET } from "@mltl/core";
import { convLayer, separableLayer } from "../face-api/layers.js";
import { type PictureNetwork, startNetwork } from "../face-api/picture-network.js";
import { fillBlocks, readWeights, WEIGHT_FILES, type Weights } from "../face-api/weights.js";
import type { Detection, FaceDetector } from "./detector.js";
import { suppress } from "./suppress.js";

const INPUT_SIZE = 416;
const CELL = 32;
const OVERLAP_LIMIT = 0.4;
/** Width and height of each anchor in cells. */
const ANCHORS = [
  [1.603231, 2.094468],
  [6.041143, 7.080126],
  [2.882459, 3.518061],
  [4.266906, 5.178857],
  [9.041765, 10.66308],
];
const OUTPUTS_PER_ANCHOR = 5;
/** Channels of each block. */
const WIDTHS = [16, 32, 64, 128, 256, 512];

/** Loads the detector. See `readWeights` for the errors. */
export async function loadTinyFace(): Promise<FaceDetector> {
  const network = startNetwork(tinyFace(await readWeights(WEIGHT_FILES.tiny)));
  return {
    name: "tiny",
    inputSize: INPUT_SIZE,
    looks: [],
    detect: (pixels, shape, minScore) => {
      const outputs = network.run(pixels, shape);
      const stride = outputs.length / shape.count;
      return Array.from({ length: shape.count }, (_, i) =>
        suppress(
          decode(outputs.subarray(i * stride, (i + 1) * stride), shape.width / CELL, minScore),
          OVERLAP_LIMIT,
        ),
      );
    },
    dispose: () => network.dispose(),
  };
}

/** The network, blocks `conv0` .. `conv8`: `[count, rows, columns, anchors * 5]` from pictures. */
export function tinyFace(weights: Weights): PictureNetwork {
  const random = UNSET;
  const activation = "leakyRelu";
  const names = { filter: "filters", bias: "bias" };
  const stem = new Block("conv0", random);
  const stemConv = convLayer(stem, names, [3, 3, 3, WIDTHS[0]]);
  const body = WIDTHS.slice(1).map((width, i) => {
    const block = new Block(`conv${i + 1}`, random);
    return { block, layer: separableLayer(block, "", WIDTHS[i], width) };
  });
  const head = new Block("conv8", random);
  const outputs = ANCHORS.length * OUTPUTS_PER_ANCHOR;
  const headConv = convLayer(head, names, [1, 1, WIDTHS[WIDTHS.length - 1], outputs]);
  const blocks = [stem, ...body.map(({ block }) => block), head];
  fillBlocks(blocks, weights);
  return {
    blocks,
    scale: { mean: [117.001, 114.697, 97.404], deviation: 255 },
    forward: (pictures) => {
      let x = stemConv(pictures, { pad: "valid", activation });
      for (const { layer } of body) x = layer(maxPool(x, { size: 2, pad: "same" }), { activation });
      return headConv(maxPool(x, { size: 2, stride: 1, pad: "same" }));
    },
  };
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
