/**
 * Several looks at each face, averaged: what a classifier gains by seeing a face mirrored and moved
 * (Krizhevsky et al. 2012, section 4.1).
 *
 * @module
 */
import { invalidArgument, MltlError } from "@mltl/core";
import type { EmotionModel } from "./emotion-model.js";

/** `flip`: the face and its mirror image; `ten`: four corners and the middle, each mirrored too. */
export const TEST_TIME_MODES = ["none", "flip", "ten"] as const;

/** One of {@link TEST_TIME_MODES}. */
export type TestTimeMode = (typeof TEST_TIME_MODES)[number];

/** A look at a face: where it is cut out, and whether it is mirrored. */
interface Look {
  readonly left: number;
  readonly top: number;
  readonly mirrored: boolean;
}

/** Side of the ten crops as a share of the face's: 44 of 48 pixels. */
const TEN_CROP_SHARE = 44 / 48;

/**
 * A classifier that averages the probabilities of several looks, all of which go through the network
 * together: it takes 2 or 10 times as long. Disposing of it disposes of the classifier.
 *
 * @throws MltlError `E_USAGE` for an unknown mode, or for ten crops of a network that takes faces of
 *   one size alone
 */
export function withTestTimeCrops(model: EmotionModel, mode: TestTimeMode): EmotionModel {
  if (!TEST_TIME_MODES.includes(mode)) {
    throw invalidArgument("test-time crops", `one of ${TEST_TIME_MODES.join(", ")}`, mode);
  }
  if (mode === "none") return model;
  if (mode === "ten" && model.anySize === false) {
    throw new MltlError(
      "E_USAGE",
      `Expected a network that takes faces of any size for ten crops, received one of ${model.inputSize} pixels alone`,
      { hint: "Average the face and its mirror image: flip." },
    );
  }
  const size = model.inputSize;
  const side = mode === "ten" ? Math.round(size * TEN_CROP_SHARE) : size;
  const looks = looksOf(mode, size - side);
  return {
    ...model,
    predict(crops, count) {
      const views = cutLooks(crops, count, size, side, looks);
      const probabilities = model.predict(views, count * looks.length, side);
      return meanOfLooks(probabilities, count, looks.length, model.labels.length);
    },
    dispose: () => model.dispose(),
  };
}

function looksOf(mode: TestTimeMode, margin: number): Look[] {
  const middle = Math.floor(margin / 2);
  const places =
    mode === "flip"
      ? [[0, 0]]
      : [
          [middle, middle],
          [0, 0],
          [margin, 0],
          [0, margin],
          [margin, margin],
        ];
  return places.flatMap(([left, top]) =>
    [false, true].map((mirrored) => ({ left, top, mirrored })),
  );
}

/** [count, size, size] to [count, looks, side, side]. */
function cutLooks(
  crops: Uint8Array,
  count: number,
  size: number,
  side: number,
  looks: readonly Look[],
): Uint8Array {
  const views = new Uint8Array(count * looks.length * side * side);
  let to = 0;
  for (let face = 0; face < count; face++) {
    for (const { left, top, mirrored } of looks) {
      for (let y = 0; y < side; y++, to += side) {
        const from = (face * size + top + y) * size + left;
        views.set(crops.subarray(from, from + side), to);
        if (mirrored) views.subarray(to, to + side).reverse();
      }
    }
  }
  return views;
}

function meanOfLooks(
  probabilities: Float32Array,
  count: number,
  looks: number,
  classes: number,
): Float32Array {
  const means = new Float32Array(count * classes);
  for (let i = 0; i < probabilities.length; i++) {
    const face = Math.floor(i / (looks * classes));
    means[face * classes + (i % classes)] += probabilities[i] / looks;
  }
  return means;
}
