/**
 * An emotion classifier over aligned grey faces, loaded from an artifact.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { createPredictor, loadArtifact } from "@mltl/core";
import "../network/architectures.js";
import { facePrediction, preprocessingSchema } from "./predict-faces.js";

export const EMOTION_TASK = "vision/classify";

/** Classifies aligned faces. */
export interface EmotionModel {
  readonly labels: readonly string[];
  /** Side of the square grey crops it takes, pixels. */
  readonly inputSize: number;
  /** False where it takes crops of `inputSize` alone. Default: true. */
  readonly anySize?: boolean;
  /**
   * @param crops - [count, side, side] grey, row-major, 0-255
   * @param side - of the crops, pixels. Default: `inputSize`
   * @returns [count, labels] probabilities, rows summing to 1
   */
  predict(crops: Uint8Array, count: number, side?: number): Float32Array;
  dispose(): void;
}

/** The folder of the model that comes with the package. */
export const DEFAULT_EMOTION_MODEL = fileURLToPath(
  new URL("../../models/emotion", import.meta.url),
);

/**
 * Loads a classifier; the engine has to be running.
 *
 * @throws MltlError `E_BAD_ARTIFACT`, `E_CHECKSUM`
 */
export async function loadEmotionModel(folder = DEFAULT_EMOTION_MODEL): Promise<EmotionModel> {
  const { manifest, network } = await loadArtifact(folder, EMOTION_TASK);
  const preprocessing = preprocessingSchema.parse(manifest.preprocessing);
  const { size } = preprocessing;
  const [, side] = network.inputs.faces.shape;
  const predictor = createPredictor({
    ...facePrediction(network, preprocessing),
    inputs: { crops: { dtype: "uint8", shape: [-1, side, side, 1] } },
  });
  return {
    labels: manifest.labels,
    inputSize: size,
    anySize: side < 0,
    predict(crops, count, side = size) {
      const probabilities = predictor.run({
        crops: { shape: [count, side, side, 1], data: crops },
      });
      return probabilities.data as Float32Array;
    },
    dispose: () => predictor.dispose(),
  };
}
