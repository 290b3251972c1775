/**
 * The faces of photographs as pictures of their own, cut out as `classify` cuts them.
 *
 * @module
 */
import type { InputFile } from "@mltl/core";
import { type ClassifyOptions, classify } from "../classify/classify.js";
import type { EmotionModel } from "../classify/emotion-model.js";
import type { ImagePixels } from "../classify/pipeline.js";
import type { FaceRecord, ImageRecord } from "../schema.js";
import { alignFace, cropColour, cropGrey } from "./crop.js";
import { largestFace } from "./largest-face.js";
import type { Point } from "./similarity.js";

/** Which faces of a photograph are meant. */
export const WHICH_FACES = ["largest", "all"] as const;

/** One of {@link WHICH_FACES}. */
export type WhichFaces = (typeof WHICH_FACES)[number];

/** How {@link alignedFaces} works. */
export interface AlignedFacesOptions
  extends Pick<
    ClassifyOptions,
    "detector" | "networks" | "minFace" | "minConfidence" | "retry" | "signal"
  > {
  /** Side of the square crops, pixels. */
  readonly size: number;
  readonly which: WhichFaces;
  /** Red, green and blue instead of grey. Default: false. */
  readonly colour?: boolean;
}

/** One face, cut out. */
export interface AlignedFace {
  /** Index among the faces of its photograph. */
  readonly index: number;
  readonly face: FaceRecord;
  /** `size * size` grey bytes, or three times as many. */
  readonly pixels: Uint8Array;
}

/** What became of a photograph. */
export interface AlignedImage {
  /** As `classify` gives it, without emotions. */
  readonly record: ImageRecord;
  readonly crops: readonly AlignedFace[];
}

/** Grey crops of this size are those that `classify` makes. */
const NATIVE_SIZE = 48;

/** Stands in the pipeline where the emotions are told: it tells none. */
const NO_EMOTIONS: EmotionModel = {
  labels: ["face"],
  inputSize: NATIVE_SIZE,
  predict: (_, count) => new Float32Array(count).fill(1),
  dispose() {},
};

/**
 * Finds, aligns and cuts out faces. One item for each input, in their order, whatever became of it.
 *
 * @throws MltlError as `classify` does
 */
export async function* alignedFaces(
  inputs: Iterable<InputFile | string> | AsyncIterable<InputFile | string>,
  { size, which, colour = false, ...options }: AlignedFacesOptions,
): AsyncGenerator<AlignedImage> {
  let crops: AlignedFace[] = [];
  const records = classify(inputs, {
    ...options,
    model: NO_EMOTIONS,
    onImage(record, pixels) {
      const chosen = which === "all" ? record.faces.keys() : [largestFace(record.faces)];
      crops = Array.from(chosen)
        .filter((index) => index >= 0)
        .map((index) => ({
          index,
          face: record.faces[index],
          pixels: cut(record.faces[index], pixels, index, size, colour),
        }));
    },
  });
  for await (const record of records) {
    yield { record, crops };
    crops = [];
  }
}

function cut(
  { landmarks }: FaceRecord,
  { picture, crops }: ImagePixels,
  index: number,
  size: number,
  colour: boolean,
): Uint8Array {
  if (!colour && size === NATIVE_SIZE) return crops[index].data;
  const points = landmarks.map(([x, y]): Point => [x * picture.scale, y * picture.scale]);
  const toPicture = alignFace(points, size);
  return colour ? cropColour(picture, toPicture, size) : cropGrey(picture, toPicture, size);
}
