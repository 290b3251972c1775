/**
 * Labelled faces in memory, all of one size.
 *
 * @module
 */

/** One split of a face data set. Row `i` of every array belongs to face `i`. */
export interface FaceSet {
  /** Side of the square faces, pixels. */
  readonly size: number;
  readonly count: number;
  /** [count, size, size] grey, row-major, 0-255. */
  readonly pixels: Uint8Array;
  /** Class of each face: an index into the labels of the set's manifest. */
  readonly labels: Uint8Array;
  /** Rows to train or score on, in order; a subset where the set is filtered. */
  readonly rows: Int32Array;
  /** Soft targets, [count, classes], rows summing to 1 (or 0 where there are none). */
  readonly votes?: Float32Array;
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
}
