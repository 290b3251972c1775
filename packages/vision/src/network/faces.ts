/**
 * The input of networks over faces.
 *
 * @module
 */
import type { InputSpecs } from "@mltl/core";

/**
 * How grey levels (0-255) become the numbers of `faces`: mean and spread of FER2013's training faces,
 * for all data, so that a network finds what it has learned on another.
 */
export const GREY_LEVELS = { mean: 129, deviation: 64 } as const;

/**
 * `faces`: `[batch, height, width, channels]`, with values around 0.
 *
 * @param size - side of the square faces; any where left out
 */
export function facesOf(channels: number, size = -1) {
  return {
    faces: { dtype: "float32", shape: [-1, size, size, channels] },
  } satisfies InputSpecs as InputSpecs;
}
