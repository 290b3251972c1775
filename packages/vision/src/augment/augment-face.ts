/**
 * Random variation of a face, as one affine warp and one change of tone.
 *
 * @module
 */
import type { Random } from "@mltl/core";
import { z } from "zod";

export const augmentationSchema = z.strictObject({
  /** Chance of a mirror image. */
  flip: z.number().min(0).max(1).default(0.5),
  /** Largest shift, share of the side. */
  shift: z.number().min(0).max(0.5).default(0),
  /** Largest turn, degrees either way. */
  rotate: z.number().min(0).max(90).default(0),
  /** Largest change of size, share either way. */
  scale: z.number().min(0).max(0.9).default(0),
  /** Largest change of contrast, share either way. */
  contrast: z.number().min(0).max(0.9).default(0),
  /** Largest change of brightness, share of full white either way. */
  brightness: z.number().min(0).max(0.9).default(0),
  /** Chance of a rectangle of noise over 2-20 % of the face (Zhong et al. 2020). */
  erase: z.number().min(0).max(1).default(0),
  /**
   * Side of what is cut out of the middle once the face has been moved, pixels; the whole where left
   * out. A network that takes pictures of any size learns faster from smaller ones, and does better
   * on larger ones than it has learned from (Touvron et al. 2019).
   */
  crop: z.number().int().min(8).optional(),
});

export type Augmentation = z.infer<typeof augmentationSchema>;

/** Side of the faces that come of faces of side `size`, pixels. */
export function augmentedSize(size: number, { crop = size }: Augmentation): number {
  return Math.min(size, crop);
}

/**
 * Writes a varied copy of a face.
 *
 * @param source - [size, size] grey, 0-255, at `sourceOffset`
 * @param target - receives (value - mean) / deviation, at `targetOffset`; its side is
 *   {@link augmentedSize}
 */
export function augmentFace(
  source: Uint8Array,
  sourceOffset: number,
  target: Float32Array,
  targetOffset: number,
  size: number,
  { mean, deviation }: { mean: number; deviation: number },
  options: Augmentation,
  random: Random,
): void {
  const either = (limit: number) => limit * (2 * random.next() - 1);
  const mirror = random.next() < options.flip ? -1 : 1;
  const angle = (either(options.rotate) * Math.PI) / 180;
  const zoom = 1 / (1 + either(options.scale));
  const shiftX = either(options.shift) * size;
  const shiftY = either(options.shift) * size;
  const gain = (1 + either(options.contrast)) / deviation;
  const lift = (either(options.brightness) * 255) / deviation;
  const [cos, sin] = [Math.cos(angle) * zoom, Math.sin(angle) * zoom];
  const centre = (size - 1) / 2;
  const last = size - 1;
  const side = augmentedSize(size, options);
  const middle = (side - 1) / 2;
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const dx = (x - middle - shiftX) * mirror;
      const dy = y - middle - shiftY;
      const u = Math.min(last, Math.max(0, cos * dx + sin * dy + centre));
      const v = Math.min(last, Math.max(0, cos * dy - sin * dx + centre));
      const left = Math.floor(u);
      const top = Math.floor(v);
      const right = Math.min(last, left + 1);
      const below = Math.min(last, top + 1);
      const fx = u - left;
      const row = sourceOffset + top * size;
      const rowBelow = sourceOffset + below * size;
      const upper = source[row + left] * (1 - fx) + source[row + right] * fx;
      const lower = source[rowBelow + left] * (1 - fx) + source[rowBelow + right] * fx;
      const value = upper + (lower - upper) * (v - top);
      target[targetOffset + y * side + x] = (value - mean) * gain + lift;
    }
  }
  if (random.next() < options.erase) eraseRectangle(target, targetOffset, side, random);
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
