/**
 * Where each pixel of a varied face comes from: one affine map for all that moves it.
 *
 * @module
 */
import type { Random } from "@mltl/core";
import { FACE_GEOMETRY } from "../align/geometry.js";
import { fitSimilarity, type Point } from "../align/similarity.js";
import { type Augmentation, augmentedSize } from "./augmentation.js";

/** What is fixed when a face is looked at anew; pixels, whose centres are at whole numbers. */
export interface FaceView {
  readonly mirrored: boolean;
  /**
   * The source of what is `dx`, `dy` from the middle of the result:
   * `(xx dx + xy dy + x, yx dx + yy dy + y)`.
   */
  readonly xx: number;
  readonly xy: number;
  readonly yx: number;
  readonly yy: number;
  readonly x: number;
  readonly y: number;
  /** Where the source's middle is in the result, seen from its middle. */
  readonly shiftX: number;
  readonly shiftY: number;
}

/** Where the five crops are: corners and middle, in half steps from the middle. */
const PLACES: readonly Point[] = [
  [-1, -1],
  [1, -1],
  [-1, 1],
  [1, 1],
  [0, 0],
];

/** Draws a view of a face of side `size`. What has no default draws only where it is asked for. */
export function drawView(size: number, options: Augmentation, random: Random): FaceView {
  const either = (limit: number) => limit * (2 * random.next() - 1);
  const mirrored = random.next() < options.flip;
  const angle = (either(options.rotate) * Math.PI) / 180;
  const zoom = 1 / (1 + drawScale(options.scale, random));
  const shiftX = either(options.shift) * size;
  const shiftY = either(options.shift) * size;
  const shear = options.shear > 0 ? either(options.shear) : 0;
  const centre = (size - 1) / 2;
  const [cos, sin] = [Math.cos(angle) * zoom, Math.sin(angle) * zoom];
  const turned = {
    mirrored,
    xx: cos,
    xy: sin + shear * cos,
    yx: -sin,
    yy: cos - shear * sin,
    x: centre,
    y: centre,
  };
  const moved = options.eyes > 0 ? misaligned(turned, size, options.eyes, random) : turned;
  const [cropX, cropY] = drawCrop(size, options, random);
  return { ...moved, shiftX: shiftX - cropX, shiftY: shiftY - cropY };
}

/** By how much a face grows, as a share of its size. */
function drawScale(scale: Augmentation["scale"], random: Random): number {
  if (typeof scale === "number") return scale * (2 * random.next() - 1);
  return (scale.in + scale.out) * random.next() - scale.out;
}

/** The middle of the crop, seen from the middle of the whole. */
function drawCrop(size: number, options: Augmentation, random: Random): Point {
  const free = size - augmentedSize(size, options);
  if (options.cropFrom === "middle" || free === 0) return [0, 0];
  if (options.cropFrom === "random") {
    return [random.integer(free + 1) - free / 2, random.integer(free + 1) - free / 2];
  }
  const [x, y] = PLACES[random.integer(PLACES.length)];
  return [(x * free) / 2, (y * free) / 2];
}

/** The view of an aligner that is somewhat wrong about the eyes. */
function misaligned<View extends Pick<FaceView, "xx" | "xy" | "yx" | "yy" | "x" | "y">>(
  view: View,
  size: number,
  deviation: number,
  random: Random,
): View {
  const eyes = [FACE_GEOMETRY.leftEye, FACE_GEOMETRY.rightEye].map(
    ([x, y]): Point => [x * size - 0.5, y * size - 0.5],
  );
  const found = eyes.map(([x, y]): Point => {
    const off = deviation * size;
    return [x + off * random.normal(), y + off * random.normal()];
  });
  const { a, b, x, y } = fitSimilarity(eyes, found);
  return {
    ...view,
    xx: a * view.xx - b * view.yx,
    xy: a * view.xy - b * view.yy,
    yx: b * view.xx + a * view.yx,
    yy: b * view.xy + a * view.yy,
    x: a * view.x - b * view.y + x,
    y: b * view.x + a * view.y + y,
  };
}
