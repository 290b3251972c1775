/**
 * A language model of tokenised sentences, loaded from an artifact.
 *
 * @module
 */
import { createPredictor, loadArtifact, type Metrics } from "@mltl/core";
import { wordFeatures } from "../tag/tagger-model.js";
import "./language-network.js";
import type { LanguageNetwork } from "./language-network.js";
import { languageFigures } from "./perplexity.js";
import { predictedWords } from "./predicted-words.js";

export const LANGUAGE_TASK = "text/language";

/** Scores tokenised sentences. */
export interface LanguageModel {
  /** Perplexity and its kin; see {@link languageFigures}. */
  score(sentences: readonly { readonly words: readonly string[] }[]): Metrics;
  dispose(): void;
}

/**
 * Loads a language model; the engine has to be running.
 *
 * @throws MltlError `E_BAD_ARTIFACT`, `E_CHECKSUM`
 */
export async function loadLanguageModel(folder: string): Promise<LanguageModel> {
  const artifact = await loadArtifact(folder, LANGUAGE_TASK);
  const { blocks, likelihood } = artifact.network as LanguageNetwork;
  const features = await wordFeatures(artifact, folder);
  const predicted = predictedWords(artifact.vocabularies.predicted);
  const predictor = createPredictor({
    inputs: likelihood.inputs,
    blocks,
    forward: likelihood.loss,
  });
  return {
    score: (sentences) =>
      languageFigures(sentences, {
        features,
        predicted,
        likelihood: (feeds) => predictor.run(feeds).data[0],
      }),
    dispose: () => predictor.dispose(),
  };
}
