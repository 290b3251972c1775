/**
 * The 68-landmark network, rebuilt from its weights.
 *
 * @module
 */
import { convLayer, separable, separableLayer } from "./network/layers.js";
import type { NetworkDefinition } from "./network/ops.js";
import { startNetwork } from "./network/run-network.js";
import { readWeights, WEIGHT_FILES, type Weights } from "./weights.js";

/** Width and height of the network's input in pixels. */
export const LANDMARK_INPUT_SIZE = 112;

/** How many points a face has, in the order of iBUG 300-W. */
export const LANDMARK_COUNT = 68;

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
  const network = await startNetwork(landmarks68(await readWeights(WEIGHT_FILES.landmarks)));
  const size = { width: LANDMARK_INPUT_SIZE, height: LANDMARK_INPUT_SIZE };
  return {
    locate: (pixels, count) => network.run(pixels, { count, ...size }),
    dispose: () => network.dispose(),
  };
}

/** The network: `[count, 136]` from faces. */
export function landmarks68(weights: Weights): NetworkDefinition {
  const stem = convLayer(weights, "dense0/conv0/filters", "dense0/conv0/bias");
  const halving = [1, 2, 3].map((i) => separableLayer(weights, `dense${i}/conv0`));
  const rest = [0, 1, 2, 3].map((i) =>
    [1, 2, 3].map((j) => separableLayer(weights, `dense${i}/conv${j}`)),
  );
  const last = convLayer(weights, "fc/weights", "fc/bias");
  return {
    input: { mean: [122.782, 117.001, 104.298], deviation: 255 },
    forward: (ops, input) => {
      const options = { stride: 2, activation: "relu" } as const;
      let x = input;
      for (const [i, layers] of rest.entries()) {
        x = i === 0 ? ops.conv(x, stem, options) : separable(ops, x, halving[i - 1], options);
        let sum = x;
        for (const layer of layers) {
          sum = ops.add(sum, separable(ops, x, layer));
          x = ops.relu(sum);
        }
      }
      return ops.dense(ops.mean(x), last);
    },
  };
}
