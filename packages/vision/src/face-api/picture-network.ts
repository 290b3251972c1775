/**
 * A network over colour pictures, from bytes to numbers.
 *
 * @module
 */
import {
  createPredictor,
  type LevelScale,
  type Network,
  type Prediction,
  scaleBytes,
  type Value,
} from "@mltl/core";

/** What a network does to batches of pictures, and how it wants their levels. */
export interface PictureNetwork {
  readonly blocks: Network["blocks"];
  readonly scale: LevelScale;
  /** From `[count, height, width, 3]`, scaled, to the output. */
  forward(pictures: Value): Value;
}

/** The shape of a batch of pictures. */
export interface BatchShape {
  readonly count: number;
  readonly width: number;
  readonly height: number;
}

/** A network in the engine. */
export interface RunningNetwork {
  /**
   * @param pixels - `count * height * width * 3` bytes of RGB
   * @returns the output's numbers, row-major
   */
  run(pixels: Uint8Array, shape: BatchShape): Float32Array;
  dispose(): void;
}

/** From uint8 `pixels` `[count, height, width, 3]` to the output. */
export function picturePrediction({ blocks, scale, forward }: PictureNetwork): Prediction {
  return {
    inputs: { pixels: { dtype: "uint8", shape: [-1, -1, -1, 3] } },
    blocks,
    forward: (_, { pixels }) => forward(scaleBytes(pixels, scale)),
  };
}

/** Brings a network into the engine, which must be loaded. */
export function startNetwork(network: PictureNetwork): RunningNetwork {
  const predictor = createPredictor(picturePrediction(network));
  return {
    run(pixels, { count, width, height }) {
      const input = { shape: [count, height, width, 3], data: pixels };
      return predictor.run({ pixels: input }).data as Float32Array;
    },
    dispose: () => predictor.dispose(),
  };
}
