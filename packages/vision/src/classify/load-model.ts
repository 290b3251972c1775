/**
 * A classifier for calling {@link classify} often.
 *
 * @module
 */
import { loadEngine } from "@mltl/core";
import { type EmotionModel, loadEmotionModel } from "./emotion-model.js";

/**
 * Starts the engine and loads an emotion model. Dispose of it when done.
 *
 * @param folder - an artifact's folder; default: the model that comes with the package
 * @throws MltlError `E_NO_ENGINE`, `E_BAD_ARTIFACT`, `E_CHECKSUM`
 */
export async function loadModel(folder?: string): Promise<EmotionModel> {
  await loadEngine();
  return loadEmotionModel(folder);
}
