/**
 * An emotion classifier over aligned grey faces, loaded from an artifact.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { disposeNetwork, loadArtifact, type Network, PREDICT, tf } from "@mltl/core";
import type * as TF from "@tensorflow/tfjs";
import { z } from "zod";
import "../network/emotion-resnet.js";

export const EMOTION_TASK = "vision/classify";

/** How faces become the network's input; kept in the artifact's manifest. */
export const preprocessingSchema = z.strictObject({
  /** Side of the square grey input, pixels. */
  size: z.number().int().positive(),
  /** Grey level (0-255) that becomes 0, and levels that become 1. */
  mean: z.number(),
  deviation: z.number().positive(),
});

export type FacePreprocessing = z.infer<typeof preprocessingSchema>;

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
  const { manifest, network } = await loadArtifact<TF.Tensor>(folder, EMOTION_TASK);
  const preprocessing = preprocessingSchema.parse(manifest.preprocessing);
  return {
    labels: manifest.labels,
    inputSize: preprocessing.size,
    predict: (crops, count) => predictFaces(network, preprocessing, crops, count),
    dispose: () => disposeNetwork(network),
  };
}

/** Probabilities of each class for `count` faces. */
export function predictFaces(
  network: Network,
  { size, mean, deviation }: FacePreprocessing,
  crops: Uint8Array,
  count: number,
): Float32Array {
  return tf.tidy(() => {
    const input = tf.tensor4d(Float32Array.from(crops), [count, size, size, 1]);
    const logits = network.forward(input.sub(mean).div(deviation), PREDICT);
    return tf.softmax(logits).dataSync() as Float32Array;
  });
}
