/**
 * Aligned grey crops of faces: eyes and mouth stand where the emotion network expects them.
 *
 * @module
 */
import type { Picture } from "../image/picture.js";
import { alignmentPoints } from "./face-points.js";
import { FACE_GEOMETRY } from "./geometry.js";
import { fitSimilarity, invertSimilarity, type Point, type Similarity } from "./similarity.js";
import { warp } from "./warp.js";

/** The similarity from an aligned crop (pixels, corners at 0 and `size`) to the picture. */
export function alignFace(landmarks: readonly Point[], size: number): Similarity {
  const { leftEye, rightEye, mouth } = alignmentPoints(landmarks);
  const target = [FACE_GEOMETRY.leftEye, FACE_GEOMETRY.rightEye, FACE_GEOMETRY.mouth];
  const toCrop = fitSimilarity(
    [leftEye, rightEye, mouth],
    target.map(([x, y]) => [x * size, y * size] as const),
  );
  return invertSimilarity(toCrop);
}

/** The similarity from a crop that shows the whole picture, centred, to that picture. */
export function wholePicture({ width, height }: Picture, size: number): Similarity {
  const span = Math.max(width, height);
  return { a: span / size, b: 0, x: (width - span) / 2, y: (height - span) / 2 };
}

/** Degrees, -180 to 180, by which an aligned face leans clockwise in its picture. */
export function rollOf({ a, b }: Similarity): number {
  return (Math.atan2(b, a) * 180) / Math.PI;
}

/**
 * Cuts a crop out of a picture; beyond the border its edge goes on.
 *
 * @returns `size * size` grey bytes (Rec. 601 luma, as FER2013's faces are)
 */
export function cropGrey(picture: Picture, toPicture: Similarity, size: number): Uint8Array {
  const rgb = cropColour(picture, toPicture, size);
  const grey = new Uint8Array(size * size);
  for (let i = 0; i < grey.length; i++) {
    grey[i] = 0.299 * rgb[i * 3] + 0.587 * rgb[i * 3 + 1] + 0.114 * rgb[i * 3 + 2] + 0.5;
  }
  return grey;
}

/** The same in colour: `size * size * 3` bytes, red, green and blue. */
export function cropColour(picture: Picture, toPicture: Similarity, size: number): Uint8Array {
  const rgb = new Uint8Array(size * size * 3);
  warp(picture, toPicture, size, "edge", rgb);
  return rgb;
}
