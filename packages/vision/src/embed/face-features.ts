/**
 * The features of aligned faces: what the last layer of a classifier reads.
 *
 * @module
 */
import { createPredictor, loadArtifact, loadEngine, MltlError, scaleBytes } from "@mltl/core";
import { EMOTION_TASK } from "../classify/emotion-model.js";
import { modelFolder } from "../classify/model-folder.js";
import { preprocessingSchema } from "../classify/predict-faces.js";
import type { FaceNetwork } from "../network/face-network.js";

/** Describes aligned faces in numbers. */
export interface FaceFeatures {
  /** How many numbers a face has. */
  readonly featureCount: number;
  /** Side of the square grey crops it takes, pixels. */
  readonly inputSize: number;
  /**
   * @param crops - [count, inputSize, inputSize] grey, row-major, 0-255
   * @returns [count, featureCount]
   */
  describe(crops: Uint8Array, count: number): Float32Array;
  dispose(): void;
}

/**
 * Starts the engine and loads the features of a model. Dispose of it when done.
 *
 * @param model - one that comes along, by name, or the folder of one
 * @throws MltlError `E_NO_ENGINE`, `E_NOT_FOUND`, `E_BAD_ARTIFACT`, `E_CHECKSUM`
 */
export async function loadFaceFeatures(model = "emotion"): Promise<FaceFeatures> {
  await loadEngine();
  const { manifest, network } = await loadArtifact(modelFolder(model), EMOTION_TASK);
  if (!isFaceNetwork(network)) {
    throw new MltlError(
      "E_BAD_ARTIFACT",
      `Expected a network with features, received ${network.architecture}, which has none`,
    );
  }
  const { size, mean, deviation } = preprocessingSchema.parse(manifest.preprocessing);
  const predictor = createPredictor({
    inputs: { crops: { dtype: "uint8", shape: [-1, size, size, 1] } },
    blocks: network.blocks,
    forward: (context, { crops }) =>
      network.features(context, { faces: scaleBytes(crops, { mean, deviation }) }),
  });
  return {
    featureCount: network.featureCount,
    inputSize: size,
    describe(crops, count) {
      const { data } = predictor.run({ crops: { shape: [count, size, size, 1], data: crops } });
      return data as Float32Array;
    },
    dispose: () => predictor.dispose(),
  };
}

function isFaceNetwork(network: object): network is FaceNetwork {
  return "features" in network;
}
