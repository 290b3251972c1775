/**
 * Faces of a batch mixed with each other, with what they teach: mixup (Zhang et al. 2018) and CutMix
 * (Yun et al. 2019).
 *
 * @module
 */
import type { Random } from "@mltl/core";
import type { Augmentation } from "./augmentation.js";

/** A batch before it is handed over; it is changed in place. */
export interface MixableBatch {
  /** Side of the square faces, pixels. */
  readonly side: number;
  /** `[count, side, side]` */
  readonly faces: Float32Array;
  /** `[count]`: what each face counts for in the loss. */
  readonly weights: Float32Array;
  /** `[count, classes]` each: distributions to learn, of the labels, of raters, of teachers. */
  readonly targets: readonly Float32Array[];
}

/**
 * Mixes each face with another of the batch, one share for all of them. Loss is what it would be as
 * the mean of the losses on both targets, each by its share and weight.
 */
export function mixBatch(
  batch: MixableBatch,
  { mixup, cutmix }: Pick<Augmentation, "mixup" | "cutmix">,
  random: Random,
): void {
  if (mixup === 0 && cutmix === 0) return;
  const cuts = cutmix > 0 && (mixup === 0 || random.next() < 0.5);
  const { length: count } = batch.weights;
  const partners = random.shuffle(Int32Array.from({ length: count }, (_, i) => i));
  const drawn = drawBeta(cuts ? cutmix : mixup, random);
  const share = cuts
    ? cutFaces(batch, partners, drawn, random)
    : overlayFaces(batch, partners, drawn);
  mixTargets(batch, partners, share);
}

/** Lays partners over faces and gives the share of each face that remains. */
function overlayFaces({ faces, side }: MixableBatch, partners: Int32Array, share: number): number {
  const others = faces.slice();
  const area = side * side;
  partners.forEach((partner, face) => {
    for (let i = 0; i < area; i++) {
      const at = face * area + i;
      faces[at] = share * faces[at] + (1 - share) * others[partner * area + i];
    }
  });
  return share;
}

/** Puts the same rectangle of partners into faces and gives the share of each face that remains. */
function cutFaces(
  { faces, side }: MixableBatch,
  partners: Int32Array,
  share: number,
  random: Random,
): number {
  const half = (Math.sqrt(1 - share) * side) / 2;
  const [x, y] = [random.integer(side), random.integer(side)];
  const within = (at: number) => Math.min(side, Math.max(0, Math.round(at)));
  const [left, right, top, bottom] = [x - half, x + half, y - half, y + half].map(within);
  const others = faces.slice();
  const area = side * side;
  partners.forEach((partner, face) => {
    for (let row = top; row < bottom; row++) {
      const from = partner * area + row * side;
      faces.set(others.subarray(from + left, from + right), face * area + row * side + left);
    }
  });
  return 1 - ((right - left) * (bottom - top)) / area;
}

function mixTargets({ targets, weights }: MixableBatch, partners: Int32Array, share: number): void {
  const own = weights.slice();
  partners.forEach((partner, face) => {
    weights[face] = share * own[face] + (1 - share) * own[partner];
  });
  for (const rows of targets) {
    const before = rows.slice();
    const classes = rows.length / own.length;
    partners.forEach((partner, face) => {
      const kept = (share * own[face]) / weights[face];
      for (let j = 0; j < classes; j++) {
        const at = face * classes + j;
        rows[at] = kept * before[at] + (1 - kept) * before[partner * classes + j];
      }
    });
  }
}

/** Of Beta(alpha, alpha): a share of two deviates of Gamma(alpha). */
function drawBeta(alpha: number, random: Random): number {
  const [a, b] = [drawGamma(alpha, random), drawGamma(alpha, random)];
  return a / (a + b);
}

/** Marsaglia & Tsang 2000, A simple method for generating gamma variables, section 6 below 1. */
function drawGamma(shape: number, random: Random): number {
  if (shape < 1) return drawGamma(shape + 1, random) * (1 - random.next()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  while (true) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random.next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
      return d * v;
    }
  }
}
