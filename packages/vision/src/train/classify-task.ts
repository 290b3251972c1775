/**
 * The task of classifying faces, for core's trainer.
 *
 * @module
 */
import {
  buildNetwork,
  dataSetHash,
  findDataManifest,
  type Metrics,
  nestedSubset,
  randomStream,
  registerTask,
  softmaxCrossEntropy,
  type TaskRequest,
  type TrainingTask,
  taskSettings,
} from "@mltl/core";
import { z } from "zod";
import { EMOTION_TASK, loadEmotionModel } from "../classify/emotion-model.js";
import { type FacePreprocessing, facePrediction } from "../classify/predict-faces.js";
import type { FaceSet } from "../data/face-set.js";
import { readFaceSet } from "../data/read-face-set.js";
import { faceMetrics } from "../evaluate/face-metrics.js";
import { type FacePredictor, scoreFaces } from "../evaluate/score-faces.js";
import "../network/architectures.js";
import { GREY_LEVELS } from "../network/faces.js";
import "../sources/face-api.js";
import { faceBatches, faceBatchSettings } from "./face-batches.js";

const dataSchema = z.strictObject({
  /** Name of the data set's manifest. */
  set: z.string(),
  /** Train and choose on rows without a twin in another split. */
  clean: z.boolean().default(true),
  /** Share of the train split, of each class alike; a smaller one is part of a larger one. */
  fraction: z.number().positive().max(1).default(1),
  ...faceBatchSettings,
});

const PREPROCESSING: FacePreprocessing = { size: 48, ...GREY_LEVELS };
/** Splits that aren't scored at the end. */
const LEARNT_FROM = new Set(["train", "dev"]);
const PROBABILITIES = "probabilities";

registerTask(EMOTION_TASK, { parallel: "within", create: createClassifyTask });

async function createClassifyTask({ level, seed, dataRoot }: TaskRequest): Promise<TrainingTask> {
  const options = taskSettings(dataSchema, level);
  const manifest = await findDataManifest(options.set);
  const { labels = [], counts = {} } = manifest;
  const { clean, fraction } = options;
  const whole = await readFaceSet(dataRoot, manifest, "train", { clean });
  const trainSet = { ...whole, rows: someRows(whole, fraction, seed) };
  const devSet = await readFaceSet(dataRoot, manifest, "dev");
  const score = (set: FaceSet, predict: FacePredictor): Metrics =>
    faceMetrics(scoreFaces(set, predict, { labels }));
  const network = buildNetwork(
    level.network.architecture,
    { ...level.network.options, classes: labels.length },
    randomStream(seed, "weights"),
  );
  return {
    network,
    objectives: {
      faces: {
        ...faceBatches(trainSet, {
          ...options,
          name: manifest.name,
          labels,
          seed,
          preprocessing: PREPROCESSING,
        }),
        unit: "faces",
        inputs: {
          ...network.inputs,
          targets: { dtype: "float32", shape: [-1, labels.length] },
          weights: { dtype: "float32", shape: [-1] },
        },
        loss: (context, inputs) =>
          softmaxCrossEntropy(network.forward(context, inputs), inputs.targets, inputs.weights),
      },
    },
    predictions: { [PROBABILITIES]: facePrediction(network, PREPROCESSING) },
    evaluate: ({ predict }) =>
      score(devSet, (crops, count) => {
        const { size } = PREPROCESSING;
        const probabilities = predict(PROBABILITIES, {
          crops: { shape: [count, size, size, 1], data: crops },
        });
        return probabilities.data as Float32Array;
      }),
    describe: () => ({
      labels,
      preprocessing: PREPROCESSING,
      data: [{ name: manifest.name, licence: manifest.licence, sha256: dataSetHash(manifest) }],
    }),
    async test(artifact) {
      const model = await loadEmotionModel(artifact);
      const scores: Record<string, Metrics> = {};
      for (const split of Object.keys(counts).filter((name) => !LEARNT_FROM.has(name))) {
        const all = await readFaceSet(dataRoot, manifest, split);
        scores[split] = score(all, model.predict);
        const unmarked = await readFaceSet(dataRoot, manifest, split, { clean: true });
        if (unmarked.rows.length < all.rows.length) {
          scores[`${split}-clean`] = score(unmarked, model.predict);
        }
      }
      model.dispose();
      return scores;
    },
  };
}

/** The rows of a fraction of the faces of each class. */
function someRows({ rows, labels }: FaceSet, fraction: number, seed: number): Int32Array {
  const chosen = nestedSubset(rows.length, fraction, seed, (i) => labels[rows[i]]);
  return Int32Array.from(chosen, (i) => rows[i]);
}
