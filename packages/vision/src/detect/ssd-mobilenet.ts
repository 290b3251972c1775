/**
 * The SSD MobileNet v1 face detector, rebuilt from its weights with fused operations and true
 * batches: batch normalization is folded into the depthwise filters, and of each anchor's outputs
 * only the four that place the box and the one that scores a face are computed.
 *
 * Howard et al., MobileNets (arXiv:1704.04861); Liu et al., SSD (arXiv:1512.02325).
 *
 * @module
 */
import {
  Block,
  type ConvolutionOptions,
  concatLast,
  conv2d,
  depthwiseConv2d,
  flatten,
  UNSET,
  type Value,
} from "@mltl/core";
import { type PictureNetwork, startNetwork } from "../face-api/picture-network.js";
import {
  namedWeight,
  readWeights,
  WEIGHT_FILES,
  type Weight,
  type Weights,
} from "../face-api/weights.js";
import type { Detection, FaceDetector } from "./detector.js";
import { suppress } from "./suppress.js";

const BASE_SIZE = 512;
const OVERLAP_LIMIT = 0.5;
const BATCH_NORM_EPSILON = 0.001;
const OUTPUTS_PER_ANCHOR = 5;
const STRIDE_TWO_BLOCKS = [2, 4, 6, 12];
const FIRST_MAP_BLOCK = 11;
/** Pixels between the cells of each map that boxes are predicted from. */
const MAP_STRIDES = [16, 32, 64, 128, 256, 512];
const ANCHORS_PER_CELL = [3, 6, 6, 6, 6, 6];

/** A convolution's arrays. */
interface ConvWeights {
  readonly filter: Weight;
  readonly bias: Weight;
}

/** A layer: its parameters live in a block. */
type Layer = (x: Value, options?: ConvolutionOptions) => Value;

/** A box in pixels that predictions are relative to. */
interface Anchor {
  readonly centerX: number;
  readonly centerY: number;
  readonly width: number;
  readonly height: number;
}

/** Loads the detector. See `readWeights` for the errors. */
export async function loadSsdMobilenet(): Promise<FaceDetector> {
  const weights = await readWeights(WEIGHT_FILES.ssd);
  const first = firstAnchors(namedWeight(weights, "Output/extra_dim").data);
  const network = startNetwork(ssdMobilenet(weights));
  return {
    name: "ssd",
    inputSize: BASE_SIZE,
    looks: [
      { faceSize: 60, inputSize: 128 },
      { faceSize: 90, inputSize: 192 },
    ],
    detect: (pixels, shape, minScore) => {
      const outputs = network.run(pixels, shape);
      const anchors = spreadAnchors(first, shape.width, shape.height);
      const stride = anchors.length * OUTPUTS_PER_ANCHOR;
      return Array.from({ length: shape.count }, (_, i) =>
        suppress(
          decode(outputs.subarray(i * stride, (i + 1) * stride), anchors, minScore),
          OVERLAP_LIMIT,
        ),
      );
    },
    dispose: () => network.dispose(),
  };
}

/**
 * The network: `[count, anchors * 5]` from pictures. Blocks `stem`, `body/1` .. `body/13`,
 * `extra/0` .. `extra/7` and `predictor/0` .. `predictor/5`.
 */
export function ssdMobilenet(weights: Weights): PictureNetwork {
  const random = UNSET;
  const blocks: Block[] = [];
  const add = (name: string) => {
    const block = new Block(name, random);
    blocks.push(block);
    return block;
  };
  const pointwise = (block: Block, name: string) =>
    givenLayer(block, "pointwise", conv2d, {
      filter: namedWeight(weights, `${name}/weights`),
      bias: namedWeight(weights, `${name}/convolution_bn_offset`),
    });
  const range = (n: number, from = 0) => Array.from({ length: n }, (_, i) => i + from);
  const stem = pointwise(add("stem"), "MobilenetV1/Conv2d_0_pointwise");
  const body = range(13, 1).map((i) => {
    const block = add(`body/${i}`);
    const name = `MobilenetV1/Conv2d_${i}`;
    return {
      depthwise: givenLayer(
        block,
        "depthwise",
        depthwiseConv2d,
        foldBatchNorm(weights, `${name}_depthwise`),
      ),
      pointwise: pointwise(block, `${name}_pointwise`),
    };
  });
  const extras = range(8).map((i) =>
    pointwise(add(`extra/${i}`), `Prediction/Conv2d_${i}_pointwise`),
  );
  const predictors = range(6).map((i) => {
    const joined = joinPredictors(weights, `Prediction/BoxPredictor_${i}`);
    return givenLayer(add(`predictor/${i}`), "boxes", conv2d, joined);
  });
  const activation = "relu6";
  return {
    blocks,
    scale: { mean: 127.5, deviation: 127.5 },
    forward(pictures) {
      const maps: Value[] = [];
      let x = stem(pictures, { stride: 2, activation });
      for (const [i, { depthwise, pointwise }] of body.entries()) {
        const stride = STRIDE_TWO_BLOCKS.includes(i + 1) ? 2 : 1;
        x = pointwise(depthwise(x, { stride, activation }), { activation });
        if (i + 1 === FIRST_MAP_BLOCK) maps.push(x);
      }
      maps.push(x);
      for (const [i, extra] of extras.entries()) {
        x = extra(x, { stride: i % 2 === 1 ? 2 : 1, activation });
        if (i % 2 === 1) maps.push(x);
      }
      const rows = maps.map((map, i) => flatten(predictors[i](map)));
      return concatLast(rows, 2);
    },
  };
}

/** A convolution whose parameters begin with these weights. */
function givenLayer(
  block: Block,
  name: string,
  convolve: typeof conv2d,
  { filter, bias }: ConvWeights,
): Layer {
  const kernel = block.weight(`${name}/kernel`, filter.shape, () => filter.data);
  const offset = block.bias(`${name}/bias`, bias.shape, () => bias.data);
  return (x, options) =>
    convolve(x, x.context.parameter(kernel), x.context.parameter(offset), options);
}

/** The weights hold every anchor of a 512 x 512 input; those of the first cells say them all. */
function firstAnchors(boxes: Float32Array): Anchor[][] {
  let at = 0;
  return MAP_STRIDES.map((stride, map) => {
    const first = Array.from({ length: ANCHORS_PER_CELL[map] }, (_, i) => {
      const [top, left, bottom, right] = boxes.subarray(at + i * 4, at + i * 4 + 4);
      return {
        centerX: ((left + right) / 2) * BASE_SIZE,
        centerY: ((top + bottom) / 2) * BASE_SIZE,
        width: (right - left) * BASE_SIZE,
        height: (bottom - top) * BASE_SIZE,
      };
    });
    at += (BASE_SIZE / stride) ** 2 * ANCHORS_PER_CELL[map] * 4;
    return first;
  });
}

/** The anchors of an input of any size, in the order of the network's outputs. */
function spreadAnchors(first: readonly Anchor[][], width: number, height: number): Anchor[] {
  const columns = mapPositions(width);
  const rows = mapPositions(height);
  return first.flatMap((anchors, map) =>
    rows[map].flatMap((y) =>
      columns[map].flatMap((x) =>
        anchors.map((a) => ({ ...a, centerX: a.centerX + x, centerY: a.centerY + y })),
      ),
    ),
  );
}

/**
 * For each map the positions of its cells along one axis, in pixels from where the first cell of a
 * 512-pixel input is. Halving an odd number of cells pads one in front, which moves the rest.
 */
function mapPositions(size: number): number[][] {
  let cells = size;
  let stride = 1;
  let start = 0;
  const positions: number[][] = [];
  while (positions.length < MAP_STRIDES.length) {
    if (cells % 2 === 1 && cells > 1) start -= stride;
    cells = Math.ceil(cells / 2);
    stride *= 2;
    if (stride === MAP_STRIDES[positions.length]) {
      positions.push(Array.from({ length: cells }, (_, i) => start + i * stride));
    }
  }
  return positions;
}

function foldBatchNorm(weights: Weights, prefix: string): ConvWeights {
  const filter = namedWeight(weights, `${prefix}/depthwise_weights`);
  const [gamma, beta, mean, variance] = ["gamma", "beta", "moving_mean", "moving_variance"].map(
    (name) => namedWeight(weights, `${prefix}/BatchNorm/${name}`).data,
  );
  const scale = gamma.map((g, i) => g / Math.sqrt(variance[i] + BATCH_NORM_EPSILON));
  const folded = filter.data.map((value, i) => value * scale[i % scale.length]);
  return {
    filter: { shape: filter.shape, data: folded },
    bias: { shape: [beta.length], data: beta.map((b, i) => b - mean[i] * scale[i]) },
  };
}

/** One convolution whose outputs are, for each anchor: dy, dx, dh, dw and the face's logit. */
function joinPredictors(weights: Weights, prefix: string): ConvWeights {
  const box = `${prefix}/BoxEncodingPredictor`;
  const face = `${prefix}/ClassPredictor`;
  const anchors = namedWeight(weights, `${box}/biases`).data.length / 4;
  const join = (boxData: Float32Array, faceData: Float32Array, rows: number) => {
    const joined = new Float32Array(rows * anchors * OUTPUTS_PER_ANCHOR);
    let to = 0;
    for (let row = 0; row < rows; row++) {
      for (let anchor = 0; anchor < anchors; anchor++) {
        const from = (row * anchors + anchor) * 4;
        joined.set(boxData.subarray(from, from + 4), to);
        joined[to + 4] = faceData[(row * anchors + anchor) * 3 + 1];
        to += OUTPUTS_PER_ANCHOR;
      }
    }
    return joined;
  };
  const boxFilter = namedWeight(weights, `${box}/weights`);
  const channels = boxFilter.shape[2];
  const filter = join(boxFilter.data, namedWeight(weights, `${face}/weights`).data, channels);
  const bias = join(
    namedWeight(weights, `${box}/biases`).data,
    namedWeight(weights, `${face}/biases`).data,
    1,
  );
  return {
    filter: { shape: [1, 1, channels, anchors * OUTPUTS_PER_ANCHOR], data: filter },
    bias: { shape: [anchors * OUTPUTS_PER_ANCHOR], data: bias },
  };
}

function decode(outputs: Float32Array, anchors: readonly Anchor[], minScore: number): Detection[] {
  const minLogit = Math.log(minScore / (1 - minScore));
  const found: Detection[] = [];
  for (const [i, anchor] of anchors.entries()) {
    const at = i * OUTPUTS_PER_ANCHOR;
    const logit = outputs[at + 4];
    if (logit < minLogit) continue;
    const [dy, dx, dh, dw] = outputs.subarray(at, at + 4);
    const width = Math.exp(dw / 5) * anchor.width;
    const height = Math.exp(dh / 5) * anchor.height;
    found.push({
      x: anchor.centerX + (dx / 10) * anchor.width - width / 2,
      y: anchor.centerY + (dy / 10) * anchor.height - height / 2,
      width,
      height,
      score: 1 / (1 + Math.exp(-logit)),
    });
  }
  return found;
}
