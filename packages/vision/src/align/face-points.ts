/**
 * The parts of a face among its 68 landmarks.
 *
 * @module
 */
import { meanPoint, type Point } from "./similarity.js";

/** The three points that a face is aligned by; left and right as seen in the picture. */
export interface AlignmentPoints {
  readonly leftEye: Point;
  readonly rightEye: Point;
  readonly mouth: Point;
}

/** The centres of the eyes and of the mouth (iBUG 300-W numbers 36-41, 42-47 and 48-67). */
export function alignmentPoints(landmarks: readonly Point[]): AlignmentPoints {
  return {
    leftEye: meanPoint(landmarks.slice(36, 42)),
    rightEye: meanPoint(landmarks.slice(42, 48)),
    mouth: meanPoint(landmarks.slice(48, 68)),
  };
}
