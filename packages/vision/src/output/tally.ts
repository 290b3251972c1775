import type { ImageRecord, ImageStatus } from "../schema.js";

/** What became of many images, counted. */
export interface Tally {
  images: number;
  faces: number;
  /** Images by status, in the order in which each status first came up. */
  statuses: Map<ImageStatus, number>;
  /** Faces by emotion, in the model's order. */
  emotions: Map<string, number>;
}

/**
 * Begins a count.
 *
 * @param labels - the model's labels; each is counted from 0, so that none is left out
 */
export function createTally(labels: readonly string[]): Tally {
  return {
    images: 0,
    faces: 0,
    statuses: new Map(),
    emotions: new Map(labels.map((label) => [label, 0])),
  };
}

/** Counts one record. */
export function countRecord(tally: Tally, record: ImageRecord): void {
  tally.images++;
  tally.faces += record.faces.length;
  tally.statuses.set(record.status, (tally.statuses.get(record.status) ?? 0) + 1);
  for (const { label } of record.faces) {
    tally.emotions.set(label, (tally.emotions.get(label) ?? 0) + 1);
  }
}
