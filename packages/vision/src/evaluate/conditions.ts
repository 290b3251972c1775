/**
 * Faces as worse pictures show them: the same changes for whoever is compared.
 *
 * Each changes the aligned crop, so that it is the classifier alone that is tried: a whole pipeline
 * on photographs would align a leaning face first.
 *
 * @module
 */
import { invalidArgument, randomStream } from "@mltl/core";
import { cropGrey } from "../align/crop.js";
import { centeredView } from "../align/similarity.js";
import type { FaceSet } from "../data/face-set.js";
import type { Picture } from "../image/picture.js";

/** What is done to faces. */
export interface FaceCondition {
  readonly name: string;
  readonly title: string;
  /** In words, for the reader of a table. */
  readonly what: string;
  /**
   * A changed copy of a face, `size * size` grey bytes.
   *
   * @param row - number of the face in its set: decides what is random
   */
  change(face: Uint8Array, size: number, row: number): Uint8Array;
}

const ANGLE = 30;

/** Every condition, in the order of tables. */
export const FACE_CONDITIONS: readonly FaceCondition[] = [
  {
    name: "rotated",
    title: "rotated by 30 degrees",
    what: "the aligned crop turned about its middle, left or right by the face's number; the edge goes on in the corners",
    change(face, size, row) {
      const side = randomStream("condition", "rotated", row).next() < 0.5 ? -1 : 1;
      const angle = (side * ANGLE * Math.PI) / 180;
      return cropGrey(
        pictureOf(face, size),
        centeredView([size / 2, size / 2], size, angle, size),
        size,
      );
    },
  },
  {
    name: "dim",
    title: "at half brightness",
    what: "every grey level halved",
    change: (face) => face.map((level) => Math.round(level / 2)),
  },
  shrunk(40),
  shrunk(24),
];

function shrunk(side: number): FaceCondition {
  return {
    name: `${side}px`,
    title: `at ${side} pixels`,
    what: `shrunk to ${side} pixels a side, and enlarged again`,
    change(face, size) {
      const small = cropGrey(pictureOf(face, size), scaledView(size / side), side);
      return cropGrey(pictureOf(small, side), scaledView(side / size), size);
    },
  };
}

function scaledView(factor: number) {
  return { a: factor, b: 0, x: 0, y: 0 };
}

/**
 * The conditions named.
 *
 * @param names - names of conditions, or `all`
 * @throws MltlError `E_USAGE` naming those there are
 */
export function faceConditions(names: readonly string[]): FaceCondition[] {
  const known = FACE_CONDITIONS.map(({ name }) => name);
  const unknown = names.find((name) => name !== "all" && !known.includes(name));
  if (unknown !== undefined) {
    throw invalidArgument("conditions", `all, or some of ${known.join(", ")}`, unknown);
  }
  return FACE_CONDITIONS.filter(({ name }) => names.includes("all") || names.includes(name));
}

/** The set with the faces of its rows changed; the other faces are as they were. */
export function underCondition(set: FaceSet, condition: FaceCondition): FaceSet {
  const area = set.size ** 2;
  const pixels = set.pixels.slice();
  for (const row of set.rows) {
    const face = set.pixels.subarray(row * area, (row + 1) * area);
    pixels.set(condition.change(face, set.size, row), row * area);
  }
  return { ...set, pixels };
}

function pictureOf(face: Uint8Array, size: number): Picture {
  const data = new Uint8Array(face.length * 3);
  face.forEach((level, i) => {
    data.fill(level, i * 3, i * 3 + 3);
  });
  return {
    data,
    width: size,
    height: size,
    channels: 3,
    fullWidth: size,
    fullHeight: size,
    scale: 1,
  };
}
