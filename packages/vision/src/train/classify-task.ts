/**
 * The task of classifying faces, for core's trainer.
 *
 * @module
 */
import {
  buildNetwork,
  createPredictor,
  expectedCalibrationError,
  type Feeds,
  type HostArray,
  type Metrics,
  negativeLogLikelihood,
  randomStream,
  registerTask,
  type SplitAnswers,
  type TaskRequest,
  type TrainingTask,
  taskSettings,
} from "@mltl/core";
import { z } from "zod";
import { EMOTION_TASK, loadEmotionModel } from "../classify/emotion-model.js";
import { type FacePreprocessing, facePrediction } from "../classify/predict-faces.js";
import type { FaceSet } from "../data/face-set.js";
import { faceMetrics } from "../evaluate/face-metrics.js";
import { type FacePredictor, type FaceScores, scoreFaces } from "../evaluate/score-faces.js";
import "../network/architectures.js";
import { GREY_LEVELS } from "../network/faces.js";
import "../sources/face-api.js";
import { faceAnswers, faceItemScore } from "./face-answers.js";
import { faceBatchSettings } from "./face-batches.js";
import { faceObjective } from "./face-objective.js";
import { temperatureOf } from "./fit-temperature.js";
import { levelFacesSettings, openLevelFaces } from "./level-faces.js";

const dataSchema = z.strictObject({ ...levelFacesSettings, ...faceBatchSettings });

const PREPROCESSING: FacePreprocessing = { size: 48, ...GREY_LEVELS };
const PROBABILITIES = "probabilities";

registerTask(EMOTION_TASK, {
  parallel: "within",
  version: 2,
  itemScore: faceItemScore,
  create: createClassifyTask,
});

async function createClassifyTask({ level, seed, dataRoot }: TaskRequest): Promise<TrainingTask> {
  const options = taskSettings(dataSchema, level);
  const { data, train, dev, tests, split } = await openLevelFaces(options, { dataRoot, seed });
  const { name, labels, sha256 } = data;
  const { licence = data.licence } = options;
  const score = (set: FaceSet, predict: FacePredictor): FaceScores =>
    scoreFaces(set, predict, { labels });
  const scoreDev = (run: (feeds: Feeds) => HostArray): FaceScores => {
    const { size } = PREPROCESSING;
    return score(dev, (crops, count) => {
      const feeds = { crops: { shape: [count, size, size, 1], data: crops } };
      return run(feeds).data as Float32Array;
    });
  };
  const network = buildNetwork(
    level.network.architecture,
    { ...level.network.options, classes: labels.length },
    randomStream(seed, "weights"),
  );
  const prediction = facePrediction(network, PREPROCESSING);
  let preprocessing = PREPROCESSING;
  return {
    network,
    objectives: {
      faces: await faceObjective(network, train, {
        ...options,
        name,
        labels,
        seed,
        preprocessing: PREPROCESSING,
      }),
    },
    predictions: { [PROBABILITIES]: prediction },
    evaluate({ predict }) {
      const found = scoreDev((feeds) => predict(PROBABILITIES, feeds));
      return { ...faceMetrics(found), likelihood: likelihoodOf(found) };
    },
    finish() {
      const predictor = createPredictor(prediction);
      const scores = scoreDev((feeds) => predictor.run(feeds));
      predictor.dispose();
      const { temperature, ...errors } = temperatureOf(scores);
      preprocessing = { ...PREPROCESSING, temperature };
      return errors;
    },
    describe: () => ({
      labels,
      preprocessing,
      data: [{ name, licence, sha256, ...(split && { split }) }],
    }),
    async test(artifact) {
      const model = await loadEmotionModel(artifact);
      const scores: Record<string, Metrics> = {};
      for (const [name, set] of Object.entries(tests)) {
        const found = score(set, model.predict);
        const { gold, probabilities } = found;
        const ece = expectedCalibrationError(gold, probabilities, labels.length);
        scores[name] = { ...faceMetrics(found), ece };
      }
      model.dispose();
      return scores;
    },
    async answer(artifact) {
      const model = await loadEmotionModel(artifact);
      const sets = Object.entries({ dev, ...tests });
      const answers = sets.map(([name, set]): [string, SplitAnswers] => [
        name,
        faceAnswers(score(set, model.predict), set, options.split.groupBy),
      ]);
      model.dispose();
      return Object.fromEntries(answers);
    },
  };
}

/** Geometric mean of what faces' own classes are given, 0-1: moves where accuracy stands still. */
function likelihoodOf({ gold, probabilities, labels }: FaceScores): number {
  return Math.exp(-negativeLogLikelihood(gold, probabilities, labels.length));
}
