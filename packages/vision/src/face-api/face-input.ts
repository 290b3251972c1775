/**
 * Faces as face-api's networks know them: in colour, of one size.
 *
 * @module
 */
import {
  type AffineOptions,
  affine,
  type InputSpecs,
  resizeBilinear,
  type Value,
} from "@mltl/core";
import { z } from "zod";
import { facesOf, GREY_LEVELS } from "../network/faces.js";

/** How face-api's networks over faces want their red, green and blue levels (0-255). */
export const COLOUR_LEVELS = { mean: [122.782, 117.001, 104.298], deviation: 255 } as const;

/** What may be said of the faces that a network is given. */
export const faceInputOptions = {
  /** 3: red, green and blue on face-api's own scale. 1: grey, as our other networks take it. */
  channels: z.literal([1, 3]).default(3),
  /** Whether faces come in other sizes, to be made the network's own. */
  resize: z.boolean().default(false),
};

/** What those options come to. */
export interface FaceInputOptions {
  readonly channels: 1 | 3;
  readonly resize: boolean;
}

/** The input as the first convolution gets it. */
interface FaceInput {
  readonly inputs: InputSpecs;
  prepare(faces: Value): Value;
}

/**
 * @param own - side of the faces that the network was trained on
 * @param takesAny - whether it can also do with others
 */
export function faceInput(
  { channels, resize }: FaceInputOptions,
  own: number,
  takesAny: boolean,
): FaceInput {
  return {
    inputs: facesOf(channels, resize || takesAny ? undefined : own),
    prepare(faces) {
      const scaled = channels === 1 ? affine(faces, greyToColour()) : faces;
      return resize ? resizeBilinear(scaled, { height: own, width: own }) : scaled;
    },
  };
}

/** From our scale of grey levels to face-api's of colours, whose means are made one. */
function greyToColour(): AffineOptions {
  const { mean, deviation } = COLOUR_LEVELS;
  const grey = mean.reduce((sum, level) => sum + level, 0) / mean.length;
  return {
    factor: GREY_LEVELS.deviation / deviation,
    offset: (GREY_LEVELS.mean - grey) / deviation,
  };
}
