/**
 * What may be varied about the faces that a network learns from.
 *
 * @module
 */
import { z } from "zod";

const share = z.number().min(0).max(0.9);
const chance = z.number().min(0).max(1);

/** Where a smaller face is cut out of a larger one. */
const CROP_PLACES = ["middle", "random", "corners"] as const;

export const augmentationSchema = z.strictObject({
  /** Chance of a mirror image. */
  flip: chance.default(0.5),
  /** Largest shift, share of the side. */
  shift: z.number().min(0).max(0.5).default(0),
  /** Largest turn, degrees either way. */
  rotate: z.number().min(0).max(90).default(0),
  /**
   * Largest change of size, share either way; or how much larger (`in`) and smaller (`out`) a face
   * may become, where what is to be classified is framed more tightly or loosely than what is learnt
   * from.
   */
  scale: z.union([share, z.strictObject({ in: z.number().min(0).max(2), out: share })]).default(0),
  /** Largest shear, share of the height by which the top moves against the bottom, either way. */
  shear: z.number().min(0).max(0.5).default(0),
  /**
   * How far off the eyes are found when a face is aligned: standard deviation of each, share of the
   * side. The face is turned, scaled and shifted as an aligner would that takes those for the eyes.
   */
  eyes: z.number().min(0).max(0.2).default(0),
  /** Largest change of contrast, share either way. */
  contrast: share.default(0),
  /** Largest change of brightness, share of full white either way. */
  brightness: share.default(0),
  /** Largest change of gamma: exponents from 1 / (1 + gamma) to 1 + gamma, either way alike. */
  gamma: z.number().min(0).max(4).default(0),
  /** Chance of a blur with a Gaussian of 0.4 to 1.2 pixels. */
  blur: chance.default(0),
  /** Faces that were small in their picture: with a chance of `chance`, made `from` to `to` pixels and back. */
  small: z
    .strictObject({
      chance,
      from: z.number().int().min(4).default(20),
      to: z.number().int().min(4).default(40),
    })
    .refine(({ from, to }) => from <= to, "expected from to be at most to")
    .optional(),
  /** Chance of a rectangle of noise over 2-20 % of the face (Zhong et al. 2020). */
  erase: chance.default(0),
  /**
   * Side of what is cut out once the face has been moved, pixels; the whole where left out. A network
   * that takes pictures of any size learns faster from smaller ones, and does better on larger ones
   * than it has learned from (Touvron et al. 2019).
   */
  crop: z.number().int().min(8).optional(),
  /** Where it is cut out: the middle, anywhere, or one of the four corners and the middle. */
  cropFrom: z.enum(CROP_PLACES).default("middle"),
  /**
   * Mixup (Zhang et al. 2018): faces of a batch laid over each other by a share drawn from
   * Beta(mixup, mixup), their targets alike; 0 for none.
   */
  mixup: z.number().min(0).max(10).default(0),
  /**
   * CutMix (Yun et al. 2019): a rectangle of each face taken from another, its share drawn from
   * Beta(cutmix, cutmix), their targets by share; 0 for none. With mixup, each has every second batch
   * on average.
   */
  cutmix: z.number().min(0).max(10).default(0),
});

export type Augmentation = z.infer<typeof augmentationSchema>;

/** Side of the faces that come of faces of side `size`, pixels. */
export function augmentedSize(size: number, { crop = size }: Augmentation): number {
  return Math.min(size, crop);
}
