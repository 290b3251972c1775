/**
 * Random variation of a face: what a camera does to it, one affine warp, one change of tone, and
 * something in front of it.
 *
 * @module
 */
import type { Random } from "@mltl/core";
import { type Augmentation, augmentedSize } from "./augmentation.js";
import { faceLevels } from "./face-levels.js";
import { drawView, type FaceView } from "./face-view.js";

/** Makes varied copies of faces. */
export interface FaceAugmenter {
  /** Side of the copies, pixels. */
  readonly side: number;
  /**
   * Writes a varied copy of a face.
   *
   * @param source - `[size, size]` grey, 0-255, from `sourceOffset` on
   * @param target - receives `[side, side]` of (level - mean) / deviation, from `targetOffset` on
   * @returns what became of it
   */
  vary(
    source: Uint8Array,
    sourceOffset: number,
    target: Float32Array,
    targetOffset: number,
    random: Random,
  ): Pick<FaceView, "mirrored">;
}

/** @param size - side of the faces to vary, pixels */
export function faceAugmenter(
  size: number,
  { mean, deviation }: { readonly mean: number; readonly deviation: number },
  options: Augmentation,
): FaceAugmenter {
  const side = augmentedSize(size, options);
  const levelsOf = faceLevels(size, options);
  return {
    side,
    vary(source, sourceOffset, target, targetOffset, random) {
      const either = (limit: number) => limit * (2 * random.next() - 1);
      const view = drawView(size, options, random);
      const gain = (1 + either(options.contrast)) / deviation;
      const lift = (either(options.brightness) * 255) / deviation;
      const levels = levelsOf(source, sourceOffset, random);
      warpFace(levels, size, view, { mean, gain, lift }, target, targetOffset, side);
      if (random.next() < options.erase) eraseRectangle(target, targetOffset, side, random);
      return view;
    },
  };
}

/** Levels become `(level - mean) * gain + lift`. */
interface Tone {
  readonly mean: number;
  readonly gain: number;
  readonly lift: number;
}

/** Looks at a face anew, between its pixels; beyond the border its edge goes on. */
function warpFace(
  source: Float32Array,
  size: number,
  view: FaceView,
  { mean, gain, lift }: Tone,
  target: Float32Array,
  targetOffset: number,
  side: number,
): void {
  const { xx, xy, yx, yy, x: atX, y: atY, shiftX, shiftY } = view;
  const mirror = view.mirrored ? -1 : 1;
  const last = size - 1;
  const middle = (side - 1) / 2;
  let at = targetOffset;
  for (let y = 0; y < side; y++) {
    const dy = y - middle - shiftY;
    for (let x = 0; x < side; x++) {
      const dx = (x - middle - shiftX) * mirror;
      const u = Math.min(last, Math.max(0, xx * dx + xy * dy + atX));
      const v = Math.min(last, Math.max(0, yx * dx + yy * dy + atY));
      const left = Math.floor(u);
      const top = Math.floor(v);
      const step = left < last ? 1 : 0;
      const fx = u - left;
      const row = top * size + left;
      const below = top < last ? row + size : row;
      const upper = source[row] * (1 - fx) + source[row + step] * fx;
      const lower = source[below] * (1 - fx) + source[below + step] * fx;
      const level = upper + (lower - upper) * (v - top);
      target[at++] = (level - mean) * gain + lift;
    }
  }
}

function eraseRectangle(target: Float32Array, offset: number, size: number, random: Random): void {
  const area = (0.02 + 0.18 * random.next()) * size * size;
  const aspect = 0.4 + 2.1 * random.next();
  const height = Math.min(size, Math.max(1, Math.round(Math.sqrt(area * aspect))));
  const width = Math.min(size, Math.max(1, Math.round(Math.sqrt(area / aspect))));
  const top = random.integer(size - height + 1);
  const left = random.integer(size - width + 1);
  for (let y = top; y < top + height; y++) {
    for (let x = left; x < left + width; x++) target[offset + y * size + x] = random.normal();
  }
}
