/**
 * The 68-landmark network.
 *
 * @module
 */
import { COLOUR_LEVELS } from "../face-api/face-input.js";
import { type PictureNetwork, startNetwork } from "../face-api/picture-network.js";
import { loadPretrained, type PretrainedNetwork } from "../face-api/pretrained.js";

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

/** Loads the network. See `loadPretrained` for the errors. */
export async function loadLandmarks(): Promise<LandmarkNetwork> {
  const network = startNetwork(landmarks68(await loadPretrained("landmarks")));
  const size = { width: LANDMARK_INPUT_SIZE, height: LANDMARK_INPUT_SIZE };
  return {
    locate: (pixels, count) => network.run(pixels, { count, ...size }),
    dispose: () => network.dispose(),
  };
}

/** The network: `[count, 136]` from faces. */
export function landmarks68({ network }: PretrainedNetwork): PictureNetwork {
  return {
    blocks: network.blocks,
    scale: COLOUR_LEVELS,
    forward: (faces) => network.forward(faces.context, { faces }),
  };
}
