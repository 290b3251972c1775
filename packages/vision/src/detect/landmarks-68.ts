/**
 * The 68-landmark network, rebuilt from its weights.
 *
 * @module
 */
import { tf } from "@mltl/core";
import type * as TF from "@tensorflow/tfjs";
import {
  type ConvLayer,
  conv,
  convLayer,
  type SeparableLayer,
  separable,
  separableLayer,
  weightTensor,
} from "./layers.js";
import { readWeights, WEIGHT_FILES } from "./weights.js";

/** Width and height of the network's input in pixels. */
export const LANDMARK_INPUT_SIZE = 112;

/** How many points a face has, in the order of iBUG 300-W. */
export const LANDMARK_COUNT = 68;

const MEAN_RGB = [122.782, 117.001, 104.298];

interface Network {
  /** Each block: the layer that halves the size, then three whose sums are carried along. */
  readonly blocks: readonly { first: ConvLayer | SeparableLayer; rest: SeparableLayer[] }[];
  readonly weights: TF.Tensor2D;
  readonly bias: TF.Tensor1D;
}

/** A network that finds 68 points in each face of a batch. */
export interface LandmarkNetwork {
  /**
   * @param pixels - `count * 112 * 112 * 3` bytes of RGB, one face in each picture
   * @returns `count * 136` numbers, x and y in turn, fractions of the picture
   */
  locate(pixels: Uint8Array, count: number): Float32Array;
  dispose(): void;
}

/** Loads the network. See `readWeights` for the errors. */
export async function loadLandmarks(): Promise<LandmarkNetwork> {
  const weights = await readWeights(WEIGHT_FILES.landmarks);
  const network: Network = {
    blocks: [0, 1, 2, 3].map((i) => ({
      first:
        i === 0
          ? convLayer(weights, "dense0/conv0/filters", "dense0/conv0/bias")
          : separableLayer(weights, `dense${i}/conv0`),
      rest: [1, 2, 3].map((j) => separableLayer(weights, `dense${i}/conv${j}`)),
    })),
    weights: weightTensor(weights, "fc/weights"),
    bias: weightTensor(weights, "fc/bias"),
  };
  return {
    locate: (pixels, count) =>
      tf.tidy(() => forward(network, pixels, count).dataSync() as Float32Array),
    dispose: () => tf.dispose(network as unknown as TF.TensorContainer),
  };
}

/** `[count, 136]`. */
function forward(network: Network, pixels: Uint8Array, count: number): TF.Tensor2D {
  const input = new Float32Array(pixels.length);
  for (let i = 0; i < input.length; i++) input[i] = (pixels[i] - MEAN_RGB[i % 3]) / 255;
  let x = tf.tensor4d(input, [count, LANDMARK_INPUT_SIZE, LANDMARK_INPUT_SIZE, 3]);
  for (const { first, rest } of network.blocks) {
    const options = { stride: 2, activation: "relu" } as const;
    x = "filter" in first ? conv(x, first, options) : separable(x, first, options);
    let sum = x;
    for (const layer of rest) {
      sum = tf.add(sum, separable(x, layer));
      x = tf.relu(sum);
    }
  }
  const features = tf.mean(x, [1, 2]) as TF.Tensor2D;
  return tf.fused.matMul({
    a: features,
    b: network.weights,
    bias: network.bias,
  }) as TF.Tensor2D;
}
