/**
 * What makes a face's label doubtful: it is small, blurred, dark or cut off.
 *
 * @module
 */
import type { QualityFlag } from "../schema.js";

/** A face narrower than this in the file's own pixels is `small`. */
export const SMALL_PIXELS = 40;
/** A crop whose mean grey level (0-255) is below this is `dark`. */
export const DARK_LEVEL = 50;
/** A crop with less detail than this is `blurred`; see {@link detail}. */
export const BLURRED_DETAIL = 0.06;
/** A box with more than this share of its area outside the picture is `cut-off`. */
export const CUT_OFF_SHARE = 0.1;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * The flags of one face.
 *
 * @param box - in pixels of the picture as it is in the file, whose size is `picture`
 * @param crop - `size * size` grey bytes, aligned
 */
export function qualityFlags(
  box: Box,
  picture: { width: number; height: number },
  crop: Uint8Array,
  size: number,
): QualityFlag[] {
  const flags: QualityFlag[] = [];
  if (Math.sqrt(box.width * box.height) < SMALL_PIXELS) flags.push("small");
  if (detail(crop, size) < BLURRED_DETAIL) flags.push("blurred");
  if (crop.reduce((sum, level) => sum + level, 0) / crop.length < DARK_LEVEL) flags.push("dark");
  if (shareOutside(box, picture) > CUT_OFF_SHARE) flags.push("cut-off");
  return flags;
}

/** The variance of the Laplacian of a crop over its own variance: contrast does not count. */
export function detail(crop: Uint8Array, size: number): number {
  const laplacian: number[] = [];
  const inner: number[] = [];
  for (let y = 1; y < size - 1; y++) {
    for (let x = 1; x < size - 1; x++) {
      const at = y * size + x;
      const around = crop[at - 1] + crop[at + 1] + crop[at - size] + crop[at + size];
      laplacian.push(around - 4 * crop[at]);
      inner.push(crop[at]);
    }
  }
  const contrast = variance(inner);
  return contrast > 0 ? variance(laplacian) / contrast : 0;
}

function variance(values: readonly number[]): number {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  return values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length;
}

function shareOutside(box: Box, picture: { width: number; height: number }): number {
  const width = Math.min(picture.width, box.x + box.width) - Math.max(0, box.x);
  const height = Math.min(picture.height, box.y + box.height) - Math.max(0, box.y);
  return 1 - (Math.max(0, width) * Math.max(0, height)) / (box.width * box.height);
}
