/**
 * The tiny face detector (a small YOLO with separable convolutions), rebuilt from its weights.
 *
 * Redmon & Farhadi, YOLO9000 (arXiv:1612.08242).
 *
 * @module
 */
import type { Detection, FaceDetector } from "./detector.js";
import { convLayer, separable, separableLayer } from "./network/layers.js";
import type { NetworkDefinition } from "./network/ops.js";
import { startNetwork } from "./network/run-network.js";
import { suppress } from "./suppress.js";
import { readWeights, WEIGHT_FILES, type Weights } from "./weights.js";

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

/** Loads the detector. See `readWeights` for the errors. */
export async function loadTinyFace(): Promise<FaceDetector> {
  const network = await startNetwork(tinyFace(await readWeights(WEIGHT_FILES.tiny)));
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

/** The network: `[count, rows, columns, anchors * 5]` from pictures. */
export function tinyFace(weights: Weights): NetworkDefinition {
  const activation = "leakyrelu";
  const stem = convLayer(weights, "conv0/filters", "conv0/bias");
  const blocks = [1, 2, 3, 4, 5].map((i) => separableLayer(weights, `conv${i}`));
  const head = convLayer(weights, "conv8/filters", "conv8/bias");
  return {
    input: { mean: [117.001, 114.697, 97.404], deviation: 255 },
    forward: (ops, input) => {
      let x = ops.conv(input, stem, { pad: "valid", activation });
      for (const block of blocks) x = separable(ops, ops.maxPool(x, 2), block, { activation });
      return ops.conv(ops.maxPool(x, 1), head);
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
