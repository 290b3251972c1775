/**
 * A tagger of tokenised sentences, loaded from an artifact.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import {
  createPredictor,
  type Feeds,
  type HostArray,
  type LoadedArtifact,
  loadArtifact,
  MltlError,
  type Parameter,
} from "@mltl/core";
import { z } from "zod";
import { alphabet } from "../features/encode-characters.js";
import { encodeSentences, type WordFeatures } from "../features/encode-sentences.js";
import { readGazetteerFile } from "../features/gazetteer-files.js";
import { readVectorFiles } from "../features/vector-files.js";
import { vocabulary } from "../features/vocabulary.js";
import "../network/tagger.js";
import type { TaggerNetwork, TagHead } from "../network/tagger.js";
import { GAZETTEER_CASES } from "../rules/canonical-phrase.js";
import {
  decodeSentence,
  type ReadingOptions,
  readSentence,
  type SentenceReading,
  type TokenSpan,
} from "./decode-sentence.js";

export const TAG_TASK = "text/tag";

/** How words become the network's input; kept in the artifact's manifest. */
export const taggerPreprocessingSchema = z.strictObject({
  /** Characters that have an id of their own. */
  alphabet: z.string(),
  /** Lists of phrases, in the order of their features, where the network is told of them. */
  gazetteers: z
    .strictObject({ lists: z.array(z.string()).min(1), case: z.enum(GAZETTEER_CASES) })
    .optional(),
});

/** Tags tokenised sentences. */
export interface TaggerModel {
  readonly types: readonly string[];
  /** The entities of each sentence, in order. A sentence without words has none. */
  predict(sentences: readonly (readonly string[])[]): TokenSpan[][];
  /** As `predict`, with parts of a sentence settled or its further readings; options by sentence. */
  read(
    sentences: readonly (readonly string[])[],
    options: readonly ReadingOptions[],
  ): SentenceReading[];
  dispose(): void;
}

/** The folder of the English model that comes with the package. */
export const DEFAULT_TAGGER_MODEL = fileURLToPath(new URL("../../models/en", import.meta.url));

/**
 * Loads a tagger; the engine has to be running.
 *
 * @param headName - of several heads the one that tags. Default: the first
 * @throws MltlError `E_BAD_ARTIFACT`, `E_CHECKSUM`, `E_NOT_FOUND` naming the heads there are
 */
export async function loadTaggerModel(
  folder = DEFAULT_TAGGER_MODEL,
  headName?: string,
): Promise<TaggerModel> {
  const artifact = await loadArtifact(folder, TAG_TASK);
  const network = artifact.network as TaggerNetwork;
  const head = headName === undefined ? network : findHead(network, headName, folder);
  const features = await wordFeatures(artifact, folder);
  const predictor = createPredictor(head);
  const tagger = createTagger(head, features, {
    emissions: (feeds) => predictor.run(feeds),
    valuesOf: ({ values }) => values,
  });
  return { ...tagger, types: head.types, dispose: () => predictor.dispose() };
}

function findHead({ heads }: TaggerNetwork, wanted: string, folder: string): TagHead {
  const found = heads.find(({ name }) => name === wanted);
  if (found) return found;
  const names = heads.flatMap(({ name }) => name ?? []);
  const known = names.length > 0 ? `heads ${names.join(", ")}` : "one head, which has no name";
  throw new MltlError("E_NOT_FOUND", `No head '${wanted}' in ${folder}, which has ${known}`);
}

/** What the network of an artifact reads of each word. */
export async function wordFeatures(
  { manifest, network, vocabularies }: LoadedArtifact,
  folder: string,
): Promise<WordFeatures> {
  const preprocessing = taggerPreprocessingSchema.parse(manifest.preprocessing);
  const { gazetteers } = preprocessing;
  return {
    letters: alphabet(preprocessing.alphabet),
    vectors: "vectors" in network.inputs ? await readVectorFiles(folder) : undefined,
    vocabulary: "words" in network.inputs ? vocabulary(vocabularies.word) : undefined,
    gazetteers: gazetteers && (await readGazetteerFile(folder, gazetteers.lists, gazetteers.case)),
    reading: (network as TaggerNetwork).reading,
  };
}

/** A tagger's network as it runs, loaded or in training. */
export interface RunningTagger {
  /** `[time, batch, tags]` */
  emissions(feeds: Feeds): HostArray;
  /** The present numbers of a parameter. */
  valuesOf(parameter: Parameter): Float32Array;
}

/** Tags with a network that runs. */
export function createTagger(
  head: Pick<TagHead, "tags" | "scores">,
  features: WordFeatures,
  running: RunningTagger,
): Pick<TaggerModel, "predict" | "read"> {
  const { tags } = head;
  const scores = head.scores(running.valuesOf);
  /** Each sentence decoded, or nothing for one without words. */
  const decoded = <T>(
    sentences: readonly (readonly string[])[],
    decode: (sentence: number, ...of: Decoding) => T,
    nothing: () => T,
  ): T[] => {
    const filled = sentences.filter((words) => words.length > 0);
    if (filled.length === 0) return sentences.map(nothing);
    const emissions = running.emissions(encodeSentences(filled, features).feeds);
    const data = emissions.data as Float32Array;
    let next = 0;
    return sentences.map((words, i) =>
      words.length === 0
        ? nothing()
        : decode(i, data, next++, filled.length, words.length, tags, scores),
    );
  };
  return {
    predict: (sentences) =>
      decoded<TokenSpan[]>(
        sentences,
        (_, ...of) => decodeSentence(...of),
        () => [],
      ),
    read: (sentences, options) =>
      decoded<SentenceReading>(
        sentences,
        (i, ...of) => readSentence(...of, options[i]),
        () => ({ spans: [], alternatives: [] }),
      ),
  };
}

type Decoding = Parameters<typeof decodeSentence>;
