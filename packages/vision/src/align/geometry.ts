/**
 * Where the eyes and the mouth stand in an aligned crop.
 *
 * @module
 */

/** A point as shares of the crop's side, x to the right and y down, 0-1. */
export type CropPoint = readonly [x: number, y: number];

/**
 * The target points of alignment: the picture's left eye (the person's right), the other eye, and
 * the centre of the mouth, as they stand in the faces that the emotion network learns from.
 */
export const FACE_GEOMETRY: {
  readonly leftEye: CropPoint;
  readonly rightEye: CropPoint;
  readonly mouth: CropPoint;
} = {
  leftEye: [0.3, 0.37],
  rightEye: [0.7, 0.37],
  mouth: [0.5, 0.77],
};
