/**
 * Labelled faces in memory, all of one size.
 *
 * @module
 */
import type { FerplusTargets } from "./ferplus.js";

/** One split of a face data set. Row `i` of every array belongs to face `i`. */
export interface FaceSet {
  /** Side of the square faces, pixels. */
  readonly size: number;
  readonly count: number;
  /** [count, size, size] grey, row-major, 0-255. */
  readonly pixels: Uint8Array;
  /** Class of each face: an index into the labels of its data set. */
  readonly labels: Uint8Array;
  /** Rows to train or score on, in order; a subset where the set is filtered or split. */
  readonly rows: Int32Array;
  /** Soft targets, [count, classes], rows summing to 1 (or 0 where there are none). */
  readonly votes?: Float32Array;
  /** Where each face was read from, relative to its data set, `/` between folders. */
  readonly sources?: readonly string[];
  /** What each face shares with others that must stay on one side of a split: its person. */
  readonly groups?: readonly string[];
  /** What else is known of each face by name: `subject`, `sequence`, the columns of a CSV. */
  readonly columns?: Readonly<Record<string, readonly string[]>>;
}

/** What a reader of one format is given. */
export interface FaceSource {
  /** Name of the data set. */
  readonly name: string;
  readonly folder: string;
  /** What the set's own files call the split. */
  readonly split: string;
  /** The set's classes in the order of their numbers. */
  readonly labels: readonly string[];
  /** Leave out the rows that the set itself marks as unfit. */
  readonly clean: boolean;
  /** For FER+. */
  readonly targets?: FerplusTargets;
}
