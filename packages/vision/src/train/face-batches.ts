/**
 * Batches of faces to learn from: pixels varied, and what they teach.
 *
 * @module
 */
import { type Objective, randomStream } from "@mltl/core";
import { z } from "zod";
import { augmentationSchema, augmentedSize, augmentFace } from "../augment/augment-face.js";
import type { FacePreprocessing } from "../classify/predict-faces.js";
import type { FaceSet } from "../data/face-set.js";
import { classWeightsSchema, faceWeights, softTargets } from "./face-targets.js";

/** What a level's `data` may say of its batches. */
export const faceBatchSettings = {
  /** Faces in a batch. */
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
};

const settingsSchema = z.strictObject(faceBatchSettings);

/** How batches are made. */
export interface FaceBatchOptions extends z.infer<typeof settingsSchema> {
  /** Name of the data set, for the report of a training that diverges. */
  readonly name: string;
  /** The classes, in the order of their numbers. */
  readonly labels: readonly string[];
  /** Decides order and variation, with epoch and step. */
  readonly seed: number;
  /** How grey levels become the network's input. */
  readonly preprocessing: Pick<FacePreprocessing, "mean" | "deviation">;
}

/**
 * Batches of varied faces, in another order at each epoch; what is left of an epoch is left out.
 *
 * Feeds: `faces` `[batch, side, side, 1]`, `targets` `[batch, classes]`, `weights` `[batch]`.
 */
export function faceBatches(
  set: FaceSet,
  options: FaceBatchOptions,
): Pick<Objective, "stepsPerEpoch" | "batch"> {
  const { name, labels, seed, augment, preprocessing } = options;
  const classes = labels.length;
  const targets = softTargets(set, classes, options);
  const weights = faceWeights(set, labels, options.classWeights);
  const orderOf = orderByEpoch(set.rows, seed);
  const { size } = set;
  const area = size ** 2;
  const side = augmentedSize(size, augment);
  const batch = Math.min(options.batch, set.rows.length);
  return {
    stepsPerEpoch: Math.floor(set.rows.length / batch),
    batch(epoch, step) {
      const rows = orderOf(epoch).subarray(step * batch, (step + 1) * batch);
      const random = randomStream(seed, "augment", epoch, step);
      const faces = new Float32Array(rows.length * side ** 2);
      const chosen = new Float32Array(rows.length * classes);
      rows.forEach((row, i) => {
        const at = i * side ** 2;
        augmentFace(set.pixels, row * area, faces, at, size, preprocessing, augment, random);
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
