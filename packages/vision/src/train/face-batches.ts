/**
 * Batches of faces to learn from: pixels varied, and what they teach.
 *
 * @module
 */
import { type Batch, type Feeds, type Objective, randomStream } from "@mltl/core";
import { z } from "zod";
import { faceAugmenter } from "../augment/augment-face.js";
import { augmentationSchema } from "../augment/augmentation.js";
import { mixBatch } from "../augment/mix-batch.js";
import type { FacePreprocessing } from "../classify/predict-faces.js";
import type { FaceSet } from "../data/face-set.js";
import { distillSchema, type Teacher, taughtBy } from "./distill.js";
import { classWeightsSchema, faceWeights, softTargets } from "./face-targets.js";

/** What a level's `data` may say of its batches. */
export const faceBatchSettings = {
  /** Faces in a batch. */
  batch: z.number().int().positive().default(64),
  /** Times that an epoch goes through the faces: few faces needn't be scored after each few steps. */
  passes: z.number().int().positive().default(1),
  /** Share of each target spread over all classes (Szegedy et al. 2016). */
  labelSmoothing: z.number().min(0).max(0.9).default(0),
  /** Share of each target taken from the raters' votes, where a face has them. */
  voteWeight: z.number().min(0).max(1).default(0),
  /** Weight of the loss of the network's classifier `raters`, where it has one; the labels' is 1. */
  ratersWeight: z.number().positive().default(0.5),
  /**
   * What a face counts for by its label: `balanced`, as much as makes all classes of the train split
   * count the same, or a weight for each label, 1 where it isn't named.
   */
  classWeights: classWeightsSchema.default({}),
  augment: augmentationSchema.prefault({}),
  /** Classifiers to learn from, beside the labels. */
  distill: distillSchema.optional(),
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

/** What batches hold beside faces and targets. */
export interface BatchExtras {
  /** Those of `options.distill`, loaded. */
  readonly teachers?: readonly Teacher[];
  /** Whether the raters' votes come as targets of their own. */
  readonly votes?: boolean;
}

/**
 * Batches of varied faces, in another order at each epoch; what is left of an epoch is left out.
 *
 * Feeds: `faces` `[batch, side, side, 1]`, `targets` `[batch, classes]`, `weights` `[batch]`;
 * `votes` `[batch, classes]` where raters are learned from beside the labels (a face without votes
 * has its label there), `taught` `[batch, classes]` where there are teachers.
 */
export function faceBatches(
  set: FaceSet,
  options: FaceBatchOptions,
  { teachers = [], votes: withVotes = false }: BatchExtras = {},
): Pick<Objective, "stepsPerEpoch" | "batch"> {
  const { name, labels, seed, augment, preprocessing, distill } = options;
  const classes = labels.length;
  const allTargets = softTargets(set, classes, options);
  const allVotes = withVotes ? softTargets(set, classes, { ...options, voteWeight: 1 }) : undefined;
  const weightOf = faceWeights(set, labels, options.classWeights);
  const orderOf = orderByPass(set.rows, seed);
  const { side, vary } = faceAugmenter(set.size, preprocessing, augment);
  const size = Math.min(options.batch, set.rows.length);
  const groups = teachers.length > 0 ? inGroups(orderOf(0), size) : [];
  const taughtOf = distill && taughtBy(teachers, set, groups, distill.temperature);
  const perPass = Math.floor(set.rows.length / size);
  return {
    stepsPerEpoch: perPass * options.passes,
    batch(epoch, step): Batch {
      const from = (step % perPass) * size;
      const pass = epoch * options.passes + Math.floor(step / perPass);
      const rows = orderOf(pass).subarray(from, from + size);
      const random = randomStream(seed, "augment", epoch, step);
      const faces = new Float32Array(size * side ** 2);
      const targets = new Float32Array(size * classes);
      const votes = allVotes && new Float32Array(size * classes);
      const taught = taughtOf && new Float32Array(size * classes);
      const weights = Float32Array.from(rows, (row) => weightOf[set.labels[row]]);
      rows.forEach((row, i) => {
        const { mirrored } = vary(set.pixels, row * set.size ** 2, faces, i * side ** 2, random);
        targets.set(allTargets.subarray(row * classes, (row + 1) * classes), i * classes);
        if (allVotes)
          votes?.set(allVotes.subarray(row * classes, (row + 1) * classes), i * classes);
        if (taughtOf) taught?.set(taughtOf(row, mirrored), i * classes);
      });
      const distributions = [targets, votes, taught].filter((rows) => rows instanceof Float32Array);
      mixBatch({ side, faces, weights, targets: distributions }, augment, random);
      const feeds: Feeds = {
        faces: { shape: [size, side, side, 1], data: faces },
        targets: { shape: [size, classes], data: targets },
        weights: { shape: [size], data: weights },
        ...(votes && { votes: { shape: [size, classes], data: votes } }),
        ...(taught && { taught: { shape: [size, classes], data: taught } }),
      };
      return { feeds, size, ids: Array.from(rows, (row) => `${name}:train:${row}`) };
    },
  };
}

/** The rows in the order of each pass through them; the last order asked for is kept. */
function orderByPass(rows: Int32Array, seed: number): (pass: number) => Int32Array {
  let known = -1;
  let order = rows;
  return (pass) => {
    if (pass !== known) {
      order = randomStream(seed, "order", pass).shuffle(rows.slice());
      known = pass;
    }
    return order;
  };
}

/** As many groups of `size` as there are; the last may be smaller. */
function inGroups(rows: Int32Array, size: number): Int32Array[] {
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, i) =>
    rows.slice(i * size, (i + 1) * size),
  );
}
