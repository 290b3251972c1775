/**
 * The first step of classification, done ahead on other threads: file -> decoded -> fitted.
 *
 * @module
 */
import type { InputFile } from "@mltl/core";
import { type DecodeOptions, decodeImage } from "../image/decode.js";
import { type FittedPicture, fitPicture } from "../image/fit.js";
import type { Picture } from "../image/picture.js";
import type { ImageStatus } from "../schema.js";

/** An input that is ready for the networks. */
export interface PreparedImage {
  readonly path: string;
  readonly status: "ok";
  readonly picture: Picture;
  readonly fitted: FittedPicture;
}

/** An input that there are no pixels of. */
export interface RefusedImage {
  readonly path: string;
  readonly status: Exclude<ImageStatus, "ok" | "no-face">;
  readonly reason: string;
  readonly width: number;
  readonly height: number;
}

/** Decodes an input and fits it to the detector. Never throws: an error is `failed`. */
export async function prepareImage(
  input: InputFile | string,
  inputSize: number,
  options: DecodeOptions,
): Promise<PreparedImage | RefusedImage> {
  const { path, status, reason }: InputFile = typeof input === "string" ? { path: input } : input;
  if (status) return { path, status, reason: reason ?? "it cannot be opened", width: 0, height: 0 };
  try {
    const decoded = await decodeImage(path, options);
    if (decoded.status !== "ok") return { path, ...decoded };
    const { picture } = decoded;
    return { path, status: "ok", picture, fitted: await fitPicture(picture, inputSize) };
  } catch (error) {
    return failed(path, error);
  }
}

/** An image that our own code failed on. */
export function failed(path: string, error: unknown, width = 0, height = 0): RefusedImage {
  const reason = error instanceof Error ? error.message : String(error);
  return { path, status: "failed", reason: reason.split("\n")[0], width, height };
}
