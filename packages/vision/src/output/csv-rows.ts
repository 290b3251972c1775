/**
 * Records as rows of a CSV file: one row a face, one for a file without faces.
 *
 * @module
 */
import type { CsvValue, WrittenRow } from "@mltl/core";
import type { ImageRecord } from "../schema.js";

const imageColumns = ["path", "status", "reason", "width", "height", "turned", "faces"] as const;
const faceColumns = [
  "face",
  "x",
  "y",
  "box_width",
  "box_height",
  "roll",
  "score",
  "label",
  "probability",
  "flags",
] as const;

/**
 * The columns, in order: the image's, the face's, and `p_<label>` for each label of the model.
 *
 * @param labels - the model's labels, in the model's order
 */
export function csvColumns(labels: readonly string[]): string[] {
  return [...imageColumns, ...faceColumns, ...labels.map((label) => `p_${label}`)];
}

/** The rows of one record, each with a value for every one of {@link csvColumns}. */
export function csvRows(record: ImageRecord, labels: readonly string[]): CsvValue[][] {
  const { path, status, reason, width, height, turned, faces } = record;
  const image = [path, status, reason, width, height, turned, faces.length];
  if (faces.length === 0)
    return [[...image, ...faceColumns.map(() => ""), ...labels.map(() => "")]];
  return faces.map((face, i) => [
    ...image,
    i + 1,
    face.box.x,
    face.box.y,
    face.box.width,
    face.box.height,
    face.roll,
    face.score,
    face.label,
    face.probability,
    face.flags.join(" "),
    ...labels.map((label) => face.probabilities[label]),
  ]);
}

/** Whether the rows of a file's last image are all there, so that it need not be done again. */
export function isWholeImage(rows: readonly WrittenRow[]): boolean {
  const { face, faces } = rows[rows.length - 1];
  return faces === "0" || face === faces;
}
