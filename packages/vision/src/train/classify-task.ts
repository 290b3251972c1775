/**
 * The task of classifying faces, for core's trainer.
 *
 * @module
 */
import {
  argmaxRows,
  buildNetwork,
  classificationMetrics,
  confusionMatrix,
  dataSetHash,
  findDataManifest,
  type Metrics,
  nestedSubset,
  type Objective,
  randomStream,
  registerTask,
  softmaxCrossEntropy,
  type TaskRequest,
  type TrainingTask,
  taskSettings,
} from "@mltl/core";
import { z } from "zod";
import { augmentationSchema, augmentedSize, augmentFace } from "../augment/augment-face.js";
import { EMOTION_TASK, loadEmotionModel } from "../classify/emotion-model.js";
import { type FacePreprocessing, facePrediction } from "../classify/predict-faces.js";
import type { FaceSet } from "../data/face-set.js";
import { readFaceSet } from "../data/read-face-set.js";
import "../network/architectures.js";
import { GREY_LEVELS } from "../network/faces.js";
import "../sources/face-api.js";
import { classWeightsSchema, faceWeights, softTargets } from "./face-targets.js";

const dataSchema = z.strictObject({
  /** Name of the data set's manifest. */
  set: z.string(),
  /** Train and choose on rows without a twin in another split. */
  clean: z.boolean().default(true),
  /** Share of the train split, of each class alike; a smaller one is part of a larger one. */
  fraction: z.number().positive().max(1).default(1),
  batch: z.number().int().positive().default(64),
  /** Share of each target spread over all classes (Szegedy et al. 2016). */
  labelSmoothing: z.number().min(0).max(0.9).default(0),
  /** Share of each target taken from the raters' votes, where a face has them. */
  voteWeight: z.number().min(0).max(1).default(0),
  /**
   * What a face counts for by its label: `balanced`, as much as makes all classes of the train split
   * count the same, or a weight for each label, 1 where it isn't named.
   */
  classWeights: classWeightsSchema.default({}),
  augment: augmentationSchema.prefault({}),
});

const PREPROCESSING: FacePreprocessing = { size: 48, ...GREY_LEVELS };
const EVALUATION_BATCH = 128;
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
  const network = buildNetwork(
    level.network.architecture,
    { ...level.network.options, classes: labels.length },
    randomStream(seed, "weights"),
  );
  return {
    network,
    objectives: {
      faces: {
        ...faceBatches(trainSet, manifest.name, labels, options, seed),
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
      scoreFaces(devSet, (crops, count) => {
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
        scores[split] = scoreFaces(all, model.predict);
        const unmarked = await readFaceSet(dataRoot, manifest, split, { clean: true });
        if (unmarked.rows.length < all.rows.length) {
          scores[`${split}-clean`] = scoreFaces(unmarked, model.predict);
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

/** Batches of augmented faces in another order at each epoch; what is left of an epoch is left out. */
function faceBatches(
  set: FaceSet,
  name: string,
  labels: readonly string[],
  options: z.infer<typeof dataSchema>,
  seed: number,
): Pick<Objective, "stepsPerEpoch" | "batch"> {
  const classes = labels.length;
  const targets = softTargets(set, classes, options);
  const weights = faceWeights(set, labels, options.classWeights);
  const orderOf = orderByEpoch(set.rows, seed);
  const { size } = set;
  const batch = Math.min(options.batch, set.rows.length);
  return {
    stepsPerEpoch: Math.floor(set.rows.length / batch),
    batch(epoch, step) {
      const rows = orderOf(epoch).subarray(step * batch, (step + 1) * batch);
      const random = randomStream(seed, "augment", epoch, step);
      const area = size ** 2;
      const side = augmentedSize(size, options.augment);
      const faces = new Float32Array(rows.length * side ** 2);
      const chosen = new Float32Array(rows.length * classes);
      rows.forEach((row, i) => {
        augmentFace(
          set.pixels,
          row * area,
          faces,
          i * side ** 2,
          size,
          PREPROCESSING,
          options.augment,
          random,
        );
        chosen.set(targets.subarray(row * classes, (row + 1) * classes), i * classes);
      });
      return {
        feeds: {
          faces: { shape: [rows.length, side, side, 1], data: faces },
          targets: { shape: [rows.length, classes], data: chosen },
          weights: {
            shape: [rows.length],
            data: Float32Array.from(rows, (row) => weights[set.labels[row]]),
          },
        },
        size: rows.length,
        ids: Array.from(rows, (row) => `${name}:train:${row}`),
      };
    },
  };
}

/** The rows in the epoch's own order; the last order asked for is kept. */
function orderByEpoch(rows: Int32Array, seed: number): (epoch: number) => Int32Array {
  let known = -1;
  let order = rows;
  return (epoch) => {
    if (epoch !== known) {
      order = randomStream(seed, "order", epoch).shuffle(rows.slice());
      known = epoch;
    }
    return order;
  };
}

function scoreFaces(
  set: FaceSet,
  predict: (crops: Uint8Array, count: number) => Float32Array,
): Metrics {
  const area = set.size ** 2;
  const gold = new Uint8Array(set.rows.length);
  const predicted = new Uint8Array(set.rows.length);
  let classes = 0;
  for (let from = 0; from < set.rows.length; from += EVALUATION_BATCH) {
    const rows = set.rows.subarray(from, from + EVALUATION_BATCH);
    const crops = new Uint8Array(rows.length * area);
    rows.forEach((row, i) => {
      crops.set(set.pixels.subarray(row * area, (row + 1) * area), i * area);
      gold[from + i] = set.labels[row];
    });
    const probabilities = predict(crops, rows.length);
    classes = probabilities.length / rows.length;
    predicted.set(argmaxRows(probabilities, classes), from);
  }
  return classificationMetrics(confusionMatrix(gold, predicted, classes));
}
