/**
 * Knowledge distillation (Hinton et al. 2015): what trained classifiers say of faces, as targets.
 *
 * @module
 */
import { MltlError } from "@mltl/core";
import { z } from "zod";
import { resizeFace } from "../augment/resize-face.js";
import { type EmotionModel, loadEmotionModel } from "../classify/emotion-model.js";
import type { FaceSet } from "../data/face-set.js";

export const distillSchema = z.strictObject({
  /** Folders of classifiers; their probabilities are averaged. */
  teachers: z.array(z.string().min(1)).min(1),
  /** Share of the loss that teaches what they say; the rest teaches the labels. */
  weight: z.number().min(0).max(1).default(0.5),
  /** What logits, theirs and the student's, are divided by there. */
  temperature: z.number().positive().max(100).default(2),
});

/** A classifier, its labels joined with the student's. */
export interface Teacher {
  readonly model: EmotionModel;
  /** For each label of the student its index among the teacher's. */
  readonly indices: readonly number[];
}

/**
 * Loads teachers; the engine has to be running.
 *
 * @param labels - the student's; a teacher has to know them all, in any order
 * @throws MltlError `E_BAD_PLAN` naming the labels that a teacher doesn't know; see also
 *   `loadEmotionModel`
 */
export async function loadTeachers(
  folders: readonly string[],
  labels: readonly string[],
): Promise<Teacher[]> {
  const teachers: Teacher[] = [];
  for (const folder of folders) {
    const model = await loadEmotionModel(folder);
    const unknown = labels.filter((label) => !model.labels.includes(label));
    if (unknown.length > 0) {
      model.dispose();
      for (const { model } of teachers) model.dispose();
      throw new MltlError(
        "E_BAD_PLAN",
        `Expected a teacher of ${labels.join(", ")}, received ${folder}, which doesn't know ${unknown.join(", ")}. Its labels: ${model.labels.join(", ")}`,
      );
    }
    teachers.push({ model, indices: labels.map((label) => model.labels.indexOf(label)) });
  }
  return teachers;
}

/** What the teachers say of a face of the set, as it is or mirrored: `[classes]`, softened. */
export type Taught = (row: number, mirrored: boolean) => Float32Array;

/**
 * The mean of the teachers' probabilities, softened by the temperature, over the student's labels.
 *
 * Each group is asked about together, once, when the first of its faces is: what a face is taught
 * doesn't depend on when. Once everything is known the teachers leave the engine.
 *
 * @param groups - the rows to learn from, each in one group
 */
export function taughtBy(
  teachers: readonly Teacher[],
  set: Pick<FaceSet, "pixels" | "size" | "count">,
  groups: readonly Int32Array[],
  temperature: number,
): Taught {
  const classes = teachers[0].indices.length;
  const groupOf = new Int32Array(set.count);
  groups.forEach((rows, group) => {
    for (const row of rows) groupOf[row] = group;
  });
  const known = [false, true].map(() => ({
    targets: new Float32Array(set.count * classes),
    groups: new Uint8Array(groups.length),
  }));
  let missing = 2 * groups.length;
  return (row, mirrored) => {
    const { targets, groups: done } = known[Number(mirrored)];
    const group = groupOf[row];
    if (!done[group]) {
      const rows = groups[group];
      const asked = askTeachers(teachers, set, rows, mirrored, temperature);
      rows.forEach((other, i) => {
        targets.set(asked.subarray(i * classes, (i + 1) * classes), other * classes);
      });
      done[group] = 1;
      missing--;
      if (missing === 0) for (const { model } of teachers) model.dispose();
    }
    return targets.subarray(row * classes, (row + 1) * classes);
  };
}

function askTeachers(
  teachers: readonly Teacher[],
  set: Pick<FaceSet, "pixels" | "size">,
  rows: Int32Array,
  mirrored: boolean,
  temperature: number,
): Float32Array {
  const { length: classes } = teachers[0].indices;
  const mean = new Float32Array(rows.length * classes);
  for (const { model, indices } of teachers) {
    const { length: theirs } = model.labels;
    const said = model.predict(cropsFor(model, set, rows, mirrored), rows.length);
    for (let i = 0; i < rows.length; i++) {
      const softened = indices.map((index) => said[i * theirs + index] ** (1 / temperature));
      const sum = softened.reduce((total, value) => total + value, 0);
      softened.forEach((value, j) => {
        mean[i * classes + j] += value / (sum * teachers.length);
      });
    }
  }
  return mean;
}

/** `[rows, inputSize, inputSize]` */
function cropsFor(
  { inputSize }: Pick<EmotionModel, "inputSize">,
  { pixels, size }: Pick<FaceSet, "pixels" | "size">,
  rows: Int32Array,
  mirrored: boolean,
): Uint8Array {
  const crops = new Uint8Array(rows.length * inputSize ** 2);
  rows.forEach((row, i) => {
    const face = pixels.slice(row * size ** 2, (row + 1) * size ** 2);
    if (mirrored) for (let y = 0; y < size; y++) face.subarray(y * size, (y + 1) * size).reverse();
    resizeFace(face, 0, size, crops, i * inputSize ** 2, inputSize);
  });
  return crops;
}
