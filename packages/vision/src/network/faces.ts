/**
 * The input of networks over faces.
 *
 * @module
 */
import type { InputSpecs } from "@mltl/core";

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
