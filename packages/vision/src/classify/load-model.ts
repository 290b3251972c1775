/**
 * A classifier for calling {@link classify} often.
 *
 * @module
 */
import { loadEngine } from "@mltl/core";
import { type EmotionModel, loadEmotionModel } from "./emotion-model.js";
import { FACE_MODELS } from "./model-folder.js";

/**
 * Starts the engine and loads an emotion model. Dispose of it when done.
 *
 * @param folder - an artifact's folder; default: `ferplus`, which sees faces as most of ten raters do,
 *   and on photographs is right more often than `emotion` (docs/accuracy.md)
 * @throws MltlError `E_NO_ENGINE`, `E_BAD_ARTIFACT`, `E_CHECKSUM`
 */
export async function loadModel(folder = FACE_MODELS.ferplus): Promise<EmotionModel> {
  await loadEngine();
  return loadEmotionModel(folder);
}
