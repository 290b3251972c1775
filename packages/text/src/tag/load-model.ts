import { type EngineThreads, loadEngine } from "@mltl/core";
import { taggerFolder } from "./model-folder.js";
import { loadTaggerModel, type TaggerModel } from "./tagger-model.js";

/**
 * Small matrices are multiplied faster by one thread than by two; the two directions of the LSTM go
 * side by side.
 */
export const TAGGER_THREADS: EngineThreads = { within: 1, across: 2 };

/**
 * Start the engine and load a tagger. Dispose of it when done.
 *
 * @param model - one that comes with the package, by name, or an artifact's folder; default: `en`
 * @param headName - of several heads the one that tags; default: the first
 * @throws MltlError `E_NO_ENGINE`, `E_NOT_FOUND`, `E_BAD_ARTIFACT`, `E_CHECKSUM`
 */
export async function loadModel(model = "en", headName?: string): Promise<TaggerModel> {
  const folder = taggerFolder(model);
  await loadEngine({ threads: TAGGER_THREADS });
  return loadTaggerModel(folder, headName);
}
