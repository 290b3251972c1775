/**
 * A tagger of tokenised sentences, loaded from an artifact.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import {
  type CrfScores,
  crfDecode,
  crfLattice,
  crfSpanProbability,
  disposeNetwork,
  loadArtifact,
  maskScores,
  PREDICT,
  type Span,
  tf,
} from "@mltl/core";
import { z } from "zod";
import {
  type Alphabet,
  alphabet,
  encodeSentences,
  type TaggerInput,
} from "../features/encode-sentences.js";
import { readVectorFiles, type WordVectors } from "../features/word-vectors.js";
import "../network/bilstm-crf.js";
import type { TaggerNetwork } from "../network/bilstm-crf.js";
import { bioesToSpans } from "../scheme/tag-scheme.js";

export const TAG_TASK = "text/tag";

/** How words become the network's input; kept in the artifact's manifest. */
export const taggerPreprocessingSchema = z.strictObject({
  /** Characters that have an id of their own. */
  alphabet: z.string(),
});

/** An entity found: token indices [start, end) and the probability of exactly this span. */
export interface TokenSpan extends Span {
  probability: number;
}

/** Tags tokenised sentences. */
export interface TaggerModel {
  readonly types: readonly string[];
  /** The entities of each sentence, in order. A sentence without words has none. */
  predict(sentences: readonly (readonly string[])[]): TokenSpan[][];
  dispose(): void;
}

/** The folder of the English model that comes with the package. */
export const DEFAULT_TAGGER_MODEL = fileURLToPath(new URL("../../models/en", import.meta.url));

/**
 * Loads a tagger; the engine has to be running.
 *
 * @throws MltlError `E_BAD_ARTIFACT`, `E_CHECKSUM`
 */
export async function loadTaggerModel(folder = DEFAULT_TAGGER_MODEL): Promise<TaggerModel> {
  const { manifest, network } = await loadArtifact<TaggerInput>(folder, TAG_TASK);
  const vectors = await readVectorFiles(folder);
  const letters = alphabet(taggerPreprocessingSchema.parse(manifest.preprocessing).alphabet);
  const tagger = createTagger(network as TaggerNetwork, vectors, letters);
  return { ...tagger, types: manifest.labels, dispose: () => disposeNetwork(network) };
}

/** Tags with a network in memory and its present weights. */
export function createTagger(
  network: TaggerNetwork,
  vectors: WordVectors,
  letters: Alphabet,
): Pick<TaggerModel, "predict"> {
  return {
    predict(sentences) {
      const filled = sentences.filter((words) => words.length > 0);
      if (filled.length === 0) return sentences.map(() => []);
      const input = encodeSentences(filled, vectors, letters);
      const emissions = tf.tidy(() => network.forward(input, PREDICT).dataSync() as Float32Array);
      const scores = scoresOf(network);
      let next = 0;
      return sentences.map((words) =>
        words.length === 0
          ? []
          : decodeSentence(emissions, next++, filled.length, words.length, network.tags, scores),
      );
    },
  };
}

function scoresOf({ crf, mask }: TaggerNetwork): CrfScores {
  const read = (variable: (typeof crf)["start"]) => variable.dataSync() as Float32Array;
  const scores = { start: read(crf.start), transitions: read(crf.transitions), end: read(crf.end) };
  return maskScores(scores, mask);
}

function decodeSentence(
  emissions: Float32Array,
  index: number,
  batch: number,
  length: number,
  tags: readonly string[],
  scores: CrfScores,
): TokenSpan[] {
  const offset = index * tags.length;
  const stride = batch * tags.length;
  const path = crfDecode(emissions, offset, stride, length, scores);
  const spans = bioesToSpans(Array.from(path, (label) => tags[label]));
  if (spans.length === 0) return [];
  const lattice = crfLattice(emissions, offset, stride, length, scores);
  return spans.map((span) => {
    const labels = Array.from(path.subarray(span.start, span.end));
    const probability = crfSpanProbability(
      emissions,
      offset,
      stride,
      scores,
      lattice,
      span.start,
      labels,
    );
    return { ...span, probability };
  });
}
