/**
 * The task of learning a language's words from each other, for core's trainer: a level before those
 * that tag.
 *
 * @module
 */
import {
  buildNetwork,
  randomStream,
  registerTask,
  type TaskRequest,
  type TrainingTask,
  taskSettings,
} from "@mltl/core";
import { z } from "zod";
import { vectorFiles } from "../features/vector-files.js";
import {
  characterNames,
  featureSizes,
  levelFeaturesSettings,
  openLevelFeatures,
} from "../train/level-features.js";
import { sentenceBatches } from "../train/sentence-batches.js";
import { LANGUAGE_TASK, loadLanguageModel } from "./language-model.js";
import type { LanguageNetwork } from "./language-network.js";
import { levelTextSettings, openLevelText } from "./level-text.js";
import { languageFigures } from "./perplexity.js";
import { DIRECTIONS, encodePredictions, frequentWords } from "./predicted-words.js";

/** Lists of phrases would tell what is predicted. */
const { gazetteers: _, gazetteerCase: __, ...sightSettings } = levelFeaturesSettings;

const dataSchema = z.strictObject({
  ...levelTextSettings,
  ...sightSettings,
  /** Words that are predicted: the most frequent ones; others are read, and left out of the loss. */
  predicted: z.number().int().positive().default(5000),
  /** Sentences a batch. */
  batch: z.number().int().positive().default(16),
  /** Chance that a word is withheld, so that its characters have to do. */
  hideVector: z.number().min(0).max(1).default(0.05),
});

const LIKELIHOOD = "likelihood";

registerTask(LANGUAGE_TASK, { parallel: "across", create: createLanguageTask });

async function createLanguageTask({ level, seed, dataRoot }: TaskRequest): Promise<TrainingTask> {
  const options = taskSettings(dataSchema, level);
  const { sources, train, dev, test } = await openLevelText(options, { dataRoot, seed });
  const opened = await openLevelFeatures(train, { ...options, gazetteerCase: "exact" }, dataRoot);
  const { letters, vectors, vocabulary, vectorSet } = opened;
  const predicted = frequentWords(train, options.predicted);
  const network = buildNetwork(
    level.network.architecture,
    {
      ...level.network.options,
      ...featureSizes(opened),
      classes: predicted.classes.length,
    },
    randomStream(seed, "weights"),
  ) as LanguageNetwork;
  const { likelihood } = network;
  const features = { letters, vectors, vocabulary, reading: network.reading };
  const batching = { ...options, hideRow: 0, lowerCase: 0, upperCase: 0 };
  const targets = (sentences: readonly { readonly words: readonly string[] }[]) =>
    encodePredictions(
      sentences.map(({ words }) => words),
      predicted,
    ).feeds;
  return {
    network,
    objectives: {
      words: {
        ...sentenceBatches(train, features, targets, batching, seed),
        unit: "tokens",
        ...likelihood,
      },
    },
    predictions: {
      [LIKELIHOOD]: {
        inputs: likelihood.inputs,
        blocks: network.blocks,
        forward: likelihood.loss,
      },
    },
    evaluate: ({ predict }) =>
      languageFigures(dev, {
        features,
        predicted,
        likelihood: (feeds) => predict(LIKELIHOOD, feeds).data[0],
      }),
    describe: () => ({
      labels: DIRECTIONS.map((direction) => `${direction} neighbour`),
      preprocessing: { alphabet: letters.characters },
      vocabularies: {
        predicted: predicted.classes,
        character: characterNames(letters),
        ...(vocabulary && { word: vocabulary.words }),
      },
      data: [
        ...sources.map(({ name, licence, sha256 }) => {
          return { name, licence, sha256, split: { ...options.heldOut, of: "train" } };
        }),
        ...(vectorSet ? [vectorSet] : []),
      ],
      ...(vectors && { files: vectorFiles(vectors) }),
    }),
    async test(folder) {
      const model = await loadLanguageModel(folder);
      const figures = model.score(test);
      model.dispose();
      return { "held out": figures };
    },
  };
}
