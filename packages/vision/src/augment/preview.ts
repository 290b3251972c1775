/**
 * Pictures of what a network will learn from.
 *
 * @module
 */
import { randomStream } from "@mltl/core";
import sharp from "sharp";
import type { FaceSet } from "../data/face-set.js";
import { GREY_LEVELS } from "../network/faces.js";
import { faceAugmenter } from "./augment-face.js";
import { type Augmentation, augmentedSize } from "./augmentation.js";
import { mixBatch } from "./mix-batch.js";

export interface PreviewOptions {
  readonly augment: Augmentation;
  readonly seed: number;
  /** Faces shown, one a row. Default: 8. */
  readonly faces?: number;
  /** Variants beside each. Default: 10. */
  readonly variants?: number;
  /** Times that every pixel is enlarged. Default: 2. */
  readonly enlarge?: number;
}

const GAP = 2;
/** Space between the originals and their variants. */
const MARGIN = 10;
const PAPER = 255;

/**
 * Writes a PNG: a row for each of some faces of the set, the face as it is, then variants as a
 * network gets them; faces that are mixed are mixed with others of the same column.
 */
export async function augmentationPreview(
  set: Pick<FaceSet, "size" | "pixels" | "rows">,
  options: PreviewOptions,
  file: string,
): Promise<void> {
  const { augment, seed, faces = 8, variants = 10, enlarge = 2 } = options;
  const { size, pixels } = set;
  const rows = randomStream(seed, "preview").shuffle(set.rows.slice()).subarray(0, faces);
  const side = augmentedSize(size, augment);
  const width = size + MARGIN + variants * (side + GAP) - GAP;
  const height = rows.length * (size + GAP) - GAP;
  const page = new Uint8Array(width * height).fill(PAPER);
  const place = (face: ArrayLike<number>, faceSide: number, left: number, top: number) => {
    for (let y = 0; y < faceSide; y++) {
      for (let x = 0; x < faceSide; x++) {
        page[(top + y) * width + left + x] = Math.min(
          255,
          Math.max(0, face[y * faceSide + x] + 0.5),
        );
      }
    }
  };
  const topOf = (row: number, faceSide: number) =>
    row * (size + GAP) + Math.floor((size - faceSide) / 2);
  rows.forEach((row, i) => {
    place(pixels.subarray(row * size ** 2, (row + 1) * size ** 2), size, 0, topOf(i, size));
  });
  for (let column = 0; column < variants; column++) {
    const left = size + MARGIN + column * (side + GAP);
    const varied = variedFaces(set, rows, augment, seed, column);
    rows.forEach((_, i) => {
      place(varied.subarray(i * side ** 2, (i + 1) * side ** 2), side, left, topOf(i, side));
    });
  }
  await sharp(page, { raw: { width, height, channels: 1 } })
    .resize(width * enlarge, height * enlarge, { kernel: "nearest" })
    .png()
    .toFile(file);
}

/** `[rows, side, side]` levels, 0-255, as a batch of these rows would hold them. */
function variedFaces(
  { size, pixels }: Pick<FaceSet, "size" | "pixels">,
  rows: Int32Array,
  augment: Augmentation,
  seed: number,
  column: number,
): Float32Array {
  const random = randomStream(seed, "preview", column);
  const { side, vary } = faceAugmenter(size, GREY_LEVELS, augment);
  const faces = new Float32Array(rows.length * side ** 2);
  rows.forEach((row, i) => {
    vary(pixels, row * size ** 2, faces, i * side ** 2, random);
  });
  const weights = new Float32Array(rows.length).fill(1);
  mixBatch({ side, faces, weights, targets: [] }, augment, random);
  return faces.map((value) => value * GREY_LEVELS.deviation + GREY_LEVELS.mean);
}
