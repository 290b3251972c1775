/**
 * Noise in the place of faces, with random classes: what the CNN is timed on.
 *
 * @module
 */
import { type HostArray, randomStream } from "@mltl/core";

const SIDE = 48;
export const CLASSES = 7;

/** A batch that lies in memory. */
export interface FaceBatch {
  /** `[batch, 48, 48, 1]` */
  readonly faces: HostArray;
  /** `[batch]` */
  readonly classes: HostArray;
}

export function randomFaces(batches: number, batch: number): FaceBatch[] {
  const random = randomStream("random-faces");
  return Array.from({ length: batches }, () => ({
    faces: {
      shape: [batch, SIDE, SIDE, 1],
      data: Float32Array.from({ length: batch * SIDE * SIDE }, random.next),
    },
    classes: {
      shape: [batch],
      data: Int32Array.from({ length: batch }, () => random.integer(CLASSES)),
    },
  }));
}
