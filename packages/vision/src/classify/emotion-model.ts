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
  /**
   * @param crops - [count, inputSize, inputSize] grey, row-major, 0-255
   * @returns [count, labels] probabilities, rows summing to 1
   */
  predict(crops: Uint8Array, count: number): Float32Array;
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
  const predictor = createPredictor(facePrediction(network, preprocessing));
  return {
    labels: manifest.labels,
    inputSize: size,
    predict(crops, count) {
      const probabilities = predictor.run({
        crops: { shape: [count, size, size, 1], data: crops },
      });
      return probabilities.data as Float32Array;
    },
    dispose: () => predictor.dispose(),
  };
}
