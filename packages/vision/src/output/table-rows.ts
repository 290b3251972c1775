/**
 * Records as rows of a table for people.
 *
 * @module
 */
import type { TableColumn } from "@mltl/core";
import type { ImageRecord } from "../schema.js";

/** The table's columns. */
export const tableColumns: readonly TableColumn[] = [
  { name: "file", cut: "start" },
  { name: "face", align: "right" },
  { name: "emotion" },
  { name: "sure", align: "right" },
  { name: "size", align: "right" },
  { name: "remarks", cut: "end" },
];

/** One row a face, the file's name on the first; one row for a file without faces. */
export function tableRows(record: ImageRecord): string[][] {
  if (record.faces.length === 0) return [[record.path, "", "", "", "", outcome(record)]];
  return record.faces.map((face, i) => [
    i === 0 ? record.path : "",
    String(i + 1),
    face.label,
    percent(face.probability),
    `${Math.round(face.box.width)}×${Math.round(face.box.height)}`,
    face.flags.join(", "),
  ]);
}

/** A fraction as people read it: `97 %`. */
export function percent(fraction: number): string {
  return `${Math.round(100 * fraction)} %`;
}

/** What became of a file without faces, in words. */
export function outcome({ status, reason }: ImageRecord): string {
  const words = status.replace("-", " ");
  return reason === undefined ? words : `${words}: ${reason}`;
}
