/**
 * Views of a picture that are the same to the last bit on every engine.
 *
 * Engines add floats in different orders, so the boxes and landmarks that a view is made from differ
 * by a few millionths. Cut out unsnapped, such views differ in the last bit of some pixels, and each
 * network that reads them makes more of the difference: probabilities came out 0.004 apart.
 *
 * @module
 */
import { centeredView, type Point, type Similarity } from "./similarity.js";

/** Steps in a power of two: centres and spans move by at most 1/256 of the span. */
const GRID_BITS = 7;
const ANGLES_PER_RADIAN = 128;

/** As `centeredView`, with centre, span and angle on a grid far finer than a face's features. */
export function steadyView(center: Point, span: number, angle: number, size: number): Similarity {
  const step = 2 ** (Math.floor(Math.log2(span)) - GRID_BITS);
  const snap = (value: number) => Math.round(value / step) * step;
  const snappedAngle = Math.round(angle * ANGLES_PER_RADIAN) / ANGLES_PER_RADIAN;
  return centeredView([snap(center[0]), snap(center[1])], snap(span), snappedAngle, size);
}
