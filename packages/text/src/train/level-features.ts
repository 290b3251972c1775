/**
 * What a level's network is given of each word.
 *
 * @module
 */
import { dataSetHash, findDataManifest, loadArtifact, MltlError, requireData } from "@mltl/core";
import { z } from "zod";
import { readVectorFile } from "../data/read-vectors.js";
import type { AnnotatedSentence } from "../data/tagged-set.js";
import { readWinkVectors } from "../data/wink-vectors.js";
import { type Alphabet, alphabet } from "../features/encode-characters.js";
import type { WordFeatures } from "../features/encode-sentences.js";
import { readGazetteerLists } from "../features/gazetteer-files.js";
import { productCodes } from "../features/product-codes.js";
import { countVocabulary, type Vocabulary, vocabulary } from "../features/vocabulary.js";
import type { WordVectors } from "../features/word-vectors.js";
import { GAZETTEER_CASES } from "../rules/canonical-phrase.js";
import { TAG_TASK, wordFeatures } from "../tag/tagger-model.js";

const vectorSettings = {
  words: z.number().int().positive(),
  /** Bytes a word, as product codes; left out: one for each of a vector's numbers. */
  bytes: z.number().int().positive().optional(),
};

/** What a level's `data` may say of its words. */
export const levelFeaturesSettings = {
  /**
   * Word vectors that stay as they are: the first ones, which are the most frequent, of a set or of a
   * file as GloVe, word2vec or fastText write it.
   */
  vectors: z
    .union([
      z.strictObject({ set: z.string(), ...vectorSettings }),
      z.strictObject({ file: z.string().min(1), ...vectorSettings }),
    ])
    .optional(),
  /** A table of words that is trained, of those that are met so often in training. */
  vocabulary: z.strictObject({ atLeast: z.number().int().positive().default(1) }).optional(),
  /**
   * Files of phrases that each token is compared with, with the list's name where lines name none.
   * They are kept with the model.
   */
  gazetteers: z
    .array(
      z.union([
        z.string().min(1),
        z.strictObject({ file: z.string().min(1), list: z.string().min(1) }),
      ]),
    )
    .min(1)
    .optional(),
  /** Whether a phrase has to have the text's case. */
  gazetteerCase: z.enum(GAZETTEER_CASES).default("exact"),
  /**
   * Folder of a tagger whose word vectors and lists of phrases stay, and whose words and characters
   * stay known.
   */
  featuresOf: z.string().min(1).optional(),
};

const settingsSchema = z.strictObject(levelFeaturesSettings);
type LevelFeaturesOptions = z.infer<typeof settingsSchema>;

/** Options of a tagger's network that follow from its data. */
export const DERIVED_OPTIONS = [
  "types",
  "vectorWidth",
  "vocabularySize",
  "alphabetSize",
  "gazetteers",
];

/** Features of words, and the data set that their vectors are from. */
export interface LevelFeatures extends WordFeatures {
  /** Absent where the vectors are a model's. */
  readonly vectorSet?: { readonly name: string; readonly licence: string; readonly sha256: string };
}

/**
 * Opens vectors, and finds the characters and words of the sentences.
 *
 * @throws MltlError `E_NOT_FOUND`, `E_BAD_PLAN` for vectors of two kinds, `E_BAD_INPUT` for lines of
 *   gazetteers, `E_BAD_ARTIFACT` or `E_CHECKSUM` for the tagger
 */
export async function openLevelFeatures(
  sentences: readonly AnnotatedSentence[],
  {
    vectors: wanted,
    vocabulary: words,
    gazetteers,
    gazetteerCase,
    featuresOf,
  }: LevelFeaturesOptions,
  dataRoot: string,
): Promise<LevelFeatures> {
  if (wanted && featuresOf !== undefined) {
    throw new MltlError(
      "E_BAD_PLAN",
      `Expected the vectors of ${placeOf(wanted)} or those of ${featuresOf}, received both`,
    );
  }
  const known =
    featuresOf === undefined
      ? undefined
      : await wordFeatures(await loadArtifact(featuresOf, TAG_TASK), featuresOf);
  const counted = (known?.vocabulary ?? words) && countVocabulary(sentences, words?.atLeast ?? 1);
  const opened = wanted && (await openVectors(wanted, dataRoot));
  return {
    letters: alphabetOf(sentences, known?.letters.characters),
    vocabulary: counted && joined(known?.vocabulary, counted),
    vectors: opened?.vectors ?? known?.vectors,
    gazetteers: gazetteers
      ? await readGazetteerLists(gazetteers, gazetteerCase)
      : known?.gazetteers,
    vectorSet: opened?.vectorSet,
  };
}

type VectorOptions = NonNullable<LevelFeaturesOptions["vectors"]>;

const placeOf = (wanted: VectorOptions) => ("set" in wanted ? wanted.set : wanted.file);

async function openVectors(
  wanted: VectorOptions,
  dataRoot: string,
): Promise<Pick<LevelFeatures, "vectors" | "vectorSet">> {
  const coded = (vectors: WordVectors) =>
    wanted.bytes === undefined ? vectors : productCodes(vectors, wanted.bytes);
  if ("file" in wanted) return { vectors: coded(await readVectorFile(wanted.file, wanted.words)) };
  const manifest = await findDataManifest(wanted.set);
  requireData(dataRoot, manifest);
  const { name, licence } = manifest;
  return {
    vectors: coded(await readWinkVectors(dataRoot, manifest, wanted.words)),
    vectorSet: { name, licence, sha256: dataSetHash(manifest) },
  };
}

/** Sizes of a network that follow from its features. */
export function featureSizes({ vectors, vocabulary, letters }: WordFeatures) {
  return {
    vectorWidth: vectors?.width ?? 0,
    vocabularySize: vocabulary?.words.length ?? 0,
    alphabetSize: [...letters.characters].length,
  };
}

/** Names of the rows of the table of characters. */
export function characterNames({ characters }: Alphabet): string[] {
  return ["<padding>", "<unknown>", ...characters];
}

/** The characters that are known, and every other that occurs at least twice, most frequent first. */
function alphabetOf(sentences: readonly AnnotatedSentence[], known = ""): Alphabet {
  const counts = new Map<string, number>();
  for (const { words } of sentences) {
    for (const character of words.join("")) counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  for (const character of known) counts.delete(character);
  const kept = [...counts]
    .filter(([, count]) => count > 1)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return alphabet(known + kept.map(([character]) => character).join(""));
}

function joined(known: Vocabulary | undefined, counted: Vocabulary): Vocabulary {
  if (known === undefined) return counted;
  return vocabulary([...new Set([...known.words, ...counted.words])]);
}
