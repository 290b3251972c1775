/**
 * The input of networks over grey faces.
 *
 * @module
 */
import type { InputSpecs } from "@mltl/core";

/** `faces`: `[batch, height, width, 1]`, with values around 0. */
export const GREY_FACES = {
  faces: { dtype: "float32", shape: [-1, -1, -1, 1] },
} as const satisfies InputSpecs;
