/**
 * The task of tagging entities, for core's trainer.
 *
 * @module
 */
import {
  buildNetwork,
  type DataManifest,
  dataSetHash,
  type Metrics,
  randomStream,
  registerTask,
  type TaskRequest,
  type TrainingTask,
  taskSettings,
} from "@mltl/core";
import { z } from "zod";
import { gazetteerFile } from "../features/gazetteer-files.js";
import { vectorFiles } from "../features/vector-files.js";
import type { TaggerNetwork } from "../network/tagger.js";
import { createTagger, loadTaggerModel, TAG_TASK } from "../tag/tagger-model.js";
import { characterNames, levelFeaturesSettings, openLevelFeatures } from "./level-features.js";
import { levelSentencesSettings, openLevelSentences } from "./level-sentences.js";
import { scoreSentences } from "./score-sentences.js";
import { sentenceAnswers, sentenceItemScore } from "./sentence-answers.js";
import { sentenceObjective } from "./sentence-objective.js";

const dataSchema = z.strictObject({
  ...levelSentencesSettings,
  ...levelFeaturesSettings,
  /** Sentences a batch. */
  batch: z.number().int().positive().default(16),
  /** Chance that a word is withheld, so that characters and context have to do. */
  hideVector: z.number().min(0).max(1).default(0.05),
  /** Chance that a word's row of the trained table alone is withheld, as those of other words are. */
  hideRow: z.number().min(0).max(1).default(0),
  /** Chance that a sentence is seen in lower case; and in upper case. */
  lowerCase: z.number().min(0).max(1).default(0),
  upperCase: z.number().min(0).max(1).default(0),
});

const EMISSIONS = "emissions";

registerTask(TAG_TASK, {
  parallel: "across",
  version: 2,
  itemScore: sentenceItemScore,
  create: createTagTask,
});

async function createTagTask({ level, seed, dataRoot }: TaskRequest): Promise<TrainingTask> {
  const options = taskSettings(dataSchema, level);
  const { types, sources, train, dev, notices, tests } = await openLevelSentences(options, {
    dataRoot,
    seed,
  });
  const opened = await openLevelFeatures(train, options, dataRoot);
  const { letters, vectors, vocabulary, gazetteers, vectorSet } = opened;
  const network = buildNetwork(
    level.network.architecture,
    {
      ...level.network.options,
      types,
      vectorWidth: vectors?.width ?? 0,
      vocabularySize: vocabulary?.words.length ?? 0,
      alphabetSize: [...letters.characters].length,
      ...(gazetteers && { gazetteers: gazetteers.names.length }),
    },
    randomStream(seed, "weights"),
  ) as TaggerNetwork;
  const features = { ...opened, reading: network.reading };
  return {
    network,
    objectives: {
      tags: sentenceObjective(network, train, features, options, seed),
    },
    notices,
    predictions: { [EMISSIONS]: network },
    evaluate: ({ predict, valuesOf }) =>
      scoreSentences(
        dev,
        createTagger(network, features, {
          emissions: (feeds) => predict(EMISSIONS, feeds),
          valuesOf,
        }),
      ),
    describe: () => ({
      labels: types,
      preprocessing: {
        alphabet: letters.characters,
        ...(gazetteers && {
          gazetteers: { lists: gazetteers.names, case: gazetteers.letters },
        }),
      },
      vocabularies: {
        tag: network.tags,
        character: characterNames(letters),
        ...(vocabulary && { word: vocabulary.words }),
      },
      data: [
        ...sources.map(({ data: { name, sha256 }, licence, split }) => {
          return { name, licence, sha256, ...(split && { split }) };
        }),
        ...(vectorSet ? [dataOf(vectorSet)] : []),
      ],
      files: new Map([
        ...(vectors ? vectorFiles(vectors) : []),
        ...(gazetteers ? [gazetteerFile(gazetteers)] : []),
      ]),
    }),
    async test(folder) {
      const model = await loadTaggerModel(folder);
      const scores: Record<string, Metrics> = {};
      for (const [name, sentences] of Object.entries(tests)) {
        scores[name] = scoreSentences(sentences, model);
      }
      model.dispose();
      return scores;
    },
    async answer(folder) {
      const model = await loadTaggerModel(folder);
      const answers = {
        dev: sentenceAnswers(
          sources.map((source) => source.dev),
          model,
        ),
      };
      for (const { data, test } of sources) {
        if (test.sentences.length === 0) continue;
        Object.assign(answers, { [`test ${data.name}`]: sentenceAnswers([test], model) });
      }
      model.dispose();
      return answers;
    },
  };
}

function dataOf(manifest: DataManifest) {
  const { name, licence } = manifest;
  return { name, licence, sha256: dataSetHash(manifest) };
}
