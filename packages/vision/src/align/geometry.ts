/**
 * Where the eyes and the mouth stand in an aligned crop.
 *
 * @module
 */

/** A point as shares of the crop's side, x to the right and y down, 0-1. */
export type CropPoint = readonly [x: number, y: number];

/**
 * The target points of alignment: the picture's left eye (the person's right), the other eye, and
 * the centre of the mouth: the medians over 600 of FER2013's training faces, made symmetric.
 */
export const FACE_GEOMETRY: {
  readonly leftEye: CropPoint;
  readonly rightEye: CropPoint;
  readonly mouth: CropPoint;
} = {
  leftEye: [0.318, 0.38],
  rightEye: [0.682, 0.38],
  mouth: [0.5, 0.77],
};
