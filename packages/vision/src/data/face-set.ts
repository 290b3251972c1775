/**
 * Faces in memory, all of one size.
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
  /** Class index of each face. */
  readonly labels: Uint8Array;
  /** Rows to train or score on, in order; a subset where the set is filtered. */
  readonly rows: Int32Array;
  /** Soft targets, [count, classes], rows summing to 1 (or 0 where there are none). */
  readonly votes?: Float32Array;
}
