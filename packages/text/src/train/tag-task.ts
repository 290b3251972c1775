/**
 * The task of tagging entities, for core's trainer.
 *
 * @module
 */
import {
  buildNetwork,
  type Metrics,
  randomStream,
  registerTask,
  type SplitAnswers,
  type TaskRequest,
  type TrainingTask,
  taskSettings,
} from "@mltl/core";
import { z } from "zod";
import { gazetteerFile } from "../features/gazetteer-files.js";
import { vectorFiles } from "../features/vector-files.js";
import { tagList } from "../network/tag-head.js";
import type { TaggerNetwork } from "../network/tagger.js";
import { createTagger, loadTaggerModel, TAG_TASK } from "../tag/tagger-model.js";
import { figuresByHead, openParts, typesByHead } from "./head-parts.js";
import {
  characterNames,
  featureSizes,
  levelFeaturesSettings,
  openLevelFeatures,
} from "./level-features.js";
import { levelSentencesSettings } from "./level-sentences.js";
import { scoreSentences } from "./score-sentences.js";
import { sentenceAnswers, sentenceItemScore } from "./sentence-answers.js";
import { sentenceObjective } from "./sentence-objective.js";

const dataSchema = z.strictObject({
  ...levelSentencesSettings,
  ...levelFeaturesSettings,
  /**
   * `joined` (default): one head learns the types of all sets. `by-set`: each set has a head with its
   * own types over what they share, and learns in batches of its own.
   */
  heads: z.enum(["joined", "by-set"]).default("joined"),
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

/** What is learned by a tagger whose head has no name. */
const ONLY_HEAD = "tags";

registerTask(TAG_TASK, {
  parallel: "across",
  version: 2,
  itemScore: sentenceItemScore,
  create: createTagTask,
});

async function createTagTask({ level, seed, dataRoot }: TaskRequest): Promise<TrainingTask> {
  const options = taskSettings(dataSchema, level);
  const parts = await openParts(options, { dataRoot, seed });
  const sources = parts.flatMap((part) => part.sources);
  const opened = await openLevelFeatures(
    parts.flatMap(({ train }) => train),
    options,
    dataRoot,
  );
  const { letters, vectors, vocabulary, gazetteers, vectorSet } = opened;
  const types = [...new Set(parts.flatMap((part) => part.types))];
  const network = buildNetwork(
    level.network.architecture,
    {
      ...level.network.options,
      types,
      ...(options.heads === "by-set" && { heads: typesByHead(parts) }),
      ...featureSizes(opened),
      ...(gazetteers && { gazetteers: gazetteers.names.length }),
    },
    randomStream(seed, "weights"),
  ) as TaggerNetwork;
  const features = { ...opened, reading: network.reading };
  const learned = parts.map((part, i) => ({ ...part, head: network.heads[i] }));
  const byHead = <T>(of: (part: (typeof learned)[number]) => T): Record<string, T> =>
    Object.fromEntries(learned.map((part) => [part.head.name ?? ONLY_HEAD, of(part)]));
  return {
    network,
    objectives: byHead(({ head, train }) =>
      sentenceObjective(head, train, features, options, seed),
    ),
    notices: parts.flatMap((part) => part.notices),
    predictions: byHead(({ head }) => head),
    evaluate: ({ predict, valuesOf }) =>
      figuresByHead(
        byHead(({ head, dev }) =>
          scoreSentences(
            dev,
            createTagger(head, features, {
              emissions: (feeds) => predict(head.name ?? ONLY_HEAD, feeds),
              valuesOf,
            }),
          ),
        ),
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
        ...Object.fromEntries(network.heads.map(({ name, tags }) => [tagList(name), tags])),
        character: characterNames(letters),
        ...(vocabulary && { word: vocabulary.words }),
      },
      data: [
        ...sources.map(({ data: { name, sha256 }, licence, split }) => {
          return { name, licence, sha256, ...(split && { split }) };
        }),
        ...(vectorSet ? [vectorSet] : []),
      ],
      files: new Map([
        ...(vectors ? vectorFiles(vectors) : []),
        ...(gazetteers ? [gazetteerFile(gazetteers)] : []),
      ]),
    }),
    async test(folder) {
      const scores: Record<string, Metrics> = {};
      for (const { head, tests } of learned) {
        const model = await loadTaggerModel(folder, head.name);
        for (const [name, sentences] of Object.entries(tests)) {
          scores[name] = scoreSentences(sentences, model);
        }
        model.dispose();
      }
      return scores;
    },
    async answer(folder) {
      const answers: Record<string, SplitAnswers> = {};
      for (const { head, sources } of learned) {
        const model = await loadTaggerModel(folder, head.name);
        const dev = head.name === undefined ? "dev" : `dev ${head.name}`;
        answers[dev] = sentenceAnswers(
          sources.map((source) => source.dev),
          model,
        );
        for (const { data, test } of sources) {
          if (test.sentences.length === 0) continue;
          answers[`test ${data.name}`] = sentenceAnswers([test], model);
        }
        model.dispose();
      }
      return answers;
    },
  };
}
