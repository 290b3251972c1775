/**
 * The task of tagging entities, for core's trainer.
 *
 * @module
 */
import {
  buildNetwork,
  type DataManifest,
  dataSetHash,
  findDataManifest,
  type Metrics,
  nestedSubset,
  randomStream,
  registerTask,
  requireData,
  type TaskRequest,
  type TrainingTask,
  taskSettings,
} from "@mltl/core";
import { z } from "zod";
import { openTagged } from "../data/open-tagged.js";
import type { AnnotatedSentence } from "../data/tagged-set.js";
import { readWinkVectors } from "../data/wink-vectors.js";
import { type Alphabet, alphabet } from "../features/encode-characters.js";
import { vectorFiles } from "../features/vector-files.js";
import { countVocabulary } from "../features/vocabulary.js";
import type { TaggerNetwork } from "../network/bilstm-crf.js";
import { createTagger, loadTaggerModel, TAG_TASK } from "../tag/tagger-model.js";
import { scoreSentences } from "./score-sentences.js";
import { type NamedSentence, sentenceBatches } from "./sentence-batches.js";

const splitSchema = z.enum(["train", "dev", "test"]);

const dataSchema = z.strictObject({
  types: z.array(z.string()).min(1),
  sets: z
    .array(
      z.strictObject({
        set: z.string(),
        /** The set's type -> ours; a type that isn't named is no entity. */
        types: z.record(z.string(), z.string()),
        /** Splits to learn from. */
        train: z.array(splitSchema).default(["train"]),
        /** Splits to choose on. */
        dev: z.array(splitSchema).default(["dev"]),
        /** Splits to score once at the end. */
        test: z.array(splitSchema).default(["test"]),
      }),
    )
    .min(1),
  /** Share of the sentences to learn from, of each set alike; a smaller one is part of a larger one. */
  fraction: z.number().positive().max(1).default(1),
  /** Word vectors that stay as they are: the most frequent ones of a set. */
  vectors: z.strictObject({ set: z.string(), words: z.number().int().positive() }).optional(),
  /** A table of words that is trained, of those that are met so often in training. */
  vocabulary: z.strictObject({ atLeast: z.number().int().positive().default(1) }).optional(),
  /** Sentences a batch. */
  batch: z.number().int().positive().default(16),
  /** Longer sentences are left out of training (not of scoring), tokens. */
  maxTokens: z.number().int().positive().default(120),
  /** Chance that a word is withheld, so that characters and context have to do. */
  hideVector: z.number().min(0).max(1).default(0.05),
  /** Chance that a word's row of the trained table alone is withheld, as those of other words are. */
  hideRow: z.number().min(0).max(1).default(0),
  /** Chance that a sentence is seen in lower case; and in upper case. */
  lowerCase: z.number().min(0).max(1).default(0),
  upperCase: z.number().min(0).max(1).default(0),
});

type DataOptions = z.infer<typeof dataSchema>;
type SetOptions = DataOptions["sets"][number];

const EMISSIONS = "emissions";

registerTask(TAG_TASK, { parallel: "across", create: createTagTask });

async function createTagTask({ level, seed, dataRoot }: TaskRequest): Promise<TrainingTask> {
  const options = taskSettings(dataSchema, level);
  const sources = await openSources(options, dataRoot);
  const trainSentences = someSentences(
    await sources.read(options.sets, "train"),
    options.fraction,
    seed,
  ).filter(({ words }) => words.length <= options.maxTokens);
  const devSentences = await sources.read(options.sets, "dev");
  const { vectors } = sources;
  const letters = alphabetOf(trainSentences);
  const words = options.vocabulary && countVocabulary(trainSentences, options.vocabulary.atLeast);
  const features = { letters, vectors, vocabulary: words };
  const network = buildNetwork(
    level.network.architecture,
    {
      ...level.network.options,
      types: options.types,
      vectorWidth: vectors?.width ?? 0,
      vocabularySize: words?.words.length ?? 0,
      alphabetSize: [...letters.characters].length,
    },
    randomStream(seed, "weights"),
  ) as TaggerNetwork;
  return {
    network,
    objectives: {
      tags: {
        ...sentenceBatches(trainSentences, features, network.tags, options, seed),
        unit: "tokens",
        ...network.likelihood,
      },
    },
    predictions: { [EMISSIONS]: network },
    evaluate: ({ predict, valuesOf }) =>
      scoreSentences(
        devSentences,
        createTagger(network, features, {
          emissions: (feeds) => predict(EMISSIONS, feeds),
          valuesOf,
        }),
      ),
    describe: () => ({
      labels: options.types,
      preprocessing: { alphabet: letters.characters },
      vocabularies: {
        tag: network.tags,
        character: characterNames(letters),
        ...(words && { word: words.words }),
      },
      data: sources.manifests.map((manifest) => ({
        name: manifest.name,
        licence: manifest.licence,
        sha256: dataSetHash(manifest),
      })),
      ...(vectors && { files: vectorFiles(vectors) }),
    }),
    async test(folder) {
      const model = await loadTaggerModel(folder);
      const scores: Record<string, Metrics> = {};
      for (const set of options.sets.filter(({ test }) => test.length > 0)) {
        scores[`test ${set.set}`] = scoreSentences(await sources.read([set], "test"), model);
      }
      model.dispose();
      return scores;
    },
  };
}

/** The data sets that a level names. */
async function openSources(options: DataOptions, dataRoot: string) {
  const manifests = new Map<string, DataManifest>();
  const vectorSets = options.vectors ? [options.vectors.set] : [];
  for (const name of [...options.sets.map(({ set }) => set), ...vectorSets]) {
    const manifest = await findDataManifest(name);
    requireData(dataRoot, manifest);
    manifests.set(name, manifest);
  }
  const manifestOf = (name: string) => manifests.get(name) as DataManifest;
  const read = async (
    sets: readonly SetOptions[],
    use: z.infer<typeof splitSchema>,
  ): Promise<SourcedSentence[]> => {
    const parts = sets.flatMap(({ set, types, ...splits }) =>
      splits[use].map(async (split) => {
        const { read: readSplit } = await openTagged(set, { dataRoot, types });
        const { sentences } = await readSplit(split);
        return sentences.map((sentence, i) => ({ ...sentence, set, id: `${set}:${split}:${i}` }));
      }),
    );
    return (await Promise.all(parts)).flat();
  };
  const vectors =
    options.vectors &&
    (await readWinkVectors(dataRoot, manifestOf(options.vectors.set), options.vectors.words));
  return { manifests: [...manifests.values()], vectors, read };
}

/** A sentence and where it comes from. */
interface SourcedSentence extends NamedSentence {
  readonly set: string;
}

/** A fraction of each set's sentences. */
function someSentences(sentences: SourcedSentence[], fraction: number, seed: number) {
  const chosen = nestedSubset(sentences.length, fraction, seed, (i) => sentences[i].set);
  return chosen.map((i) => sentences[i]);
}

/** Names of the rows of the table of characters. */
function characterNames({ characters }: Alphabet): string[] {
  return ["<padding>", "<unknown>", ...characters];
}

/** Every character that occurs at least twice, most frequent first. */
function alphabetOf(sentences: readonly AnnotatedSentence[]): Alphabet {
  const counts = new Map<string, number>();
  for (const { words } of sentences) {
    for (const character of words.join("")) counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  const kept = [...counts]
    .filter(([, count]) => count > 1)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return alphabet(kept.map(([character]) => character).join(""));
}
