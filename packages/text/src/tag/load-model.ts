import { type EngineThreads, loadEngine } from "@mltl/core";
import { loadTaggerModel, type TaggerModel } from "./tagger-model.js";

/**
 * Small matrices are multiplied faster by one thread than by two; the two directions of the LSTM go
 * side by side.
 */
export const TAGGER_THREADS: EngineThreads = { within: 1, across: 2 };

/**
 * Start the engine and load a tagger. Dispose of it when done.
 *
 * @param folder - an artifact's folder; default: the English model that comes with the package
 * @throws MltlError `E_NO_ENGINE`, `E_NOT_FOUND`, `E_BAD_ARTIFACT`, `E_CHECKSUM`
 */
export async function loadModel(folder?: string): Promise<TaggerModel> {
  await loadEngine({ threads: TAGGER_THREADS });
  return loadTaggerModel(folder);
}
