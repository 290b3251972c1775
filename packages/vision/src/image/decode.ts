/**
 * Decodes a file to an upright picture in 8-bit sRGB, or says why it can't.
 *
 * @module
 */
import { readFile, stat } from "node:fs/promises";
import { lookAt } from "@mltl/core";
import sharp, { type Metadata } from "sharp";
import type { ImageStatus } from "../schema.js";
import { imageFormat } from "./format.js";
import type { Picture } from "./picture.js";

/** How {@link decodeImage} bounds its work. */
export interface DecodeOptions {
  /** Most pixels that a picture may have by its header. Default: {@link MAX_PIXELS}. */
  maxPixels?: number;
  /**
   * Large pictures are shrunk by a power of two while they are decoded, as long as their longest
   * side keeps this many pixels. Default: {@link ENOUGH_PIXELS}.
   */
  enough?: number;
}

/** A picture, or why there is none. */
export type DecodedImage =
  | { readonly status: "ok"; readonly picture: Picture }
  | {
      readonly status: Exclude<ImageStatus, "ok" | "no-face" | "failed">;
      readonly reason: string;
      /** Size of the upright picture where its header could be read, else 0. */
      readonly width: number;
      readonly height: number;
    };

/** The most pixels a picture may have: 100 million. */
export const MAX_PIXELS = 100_000_000;

/** A longest side that does for detection, landmarks and crops. */
export const ENOUGH_PIXELS = 800;

const MAX_FILE_BYTES = 1024 ** 3;
const LARGEST_SHRINK = 8;

/**
 * Reads one file. JPEG, PNG, WebP, GIF (first frame), TIFF and AVIF are decoded: turned upright by
 * their EXIF orientation, laid on white where they are transparent, grey, CMYK and 16-bit made
 * 8-bit sRGB. Pixels are counted in the header, before anything is decoded.
 *
 * @returns never throws for what is wrong with a file: that is its status and reason
 */
export async function decodeImage(
  file: string,
  { maxPixels = MAX_PIXELS, enough = ENOUGH_PIXELS }: DecodeOptions = {},
): Promise<DecodedImage> {
  const facts = await lookAt(file);
  if (facts.kind === "folder") return refuse("unsupported", "a folder, not a file");
  if (facts.kind === "none") return refuse(facts.status, facts.reason);
  const { size } = await stat(file);
  if (size === 0) return refuse("unreadable", "the file is empty");
  if (size > MAX_FILE_BYTES) return refuse("too-large", `the file has ${size} bytes`);

  const bytes = await readFile(file);
  const format = await imageFormat(bytes);
  if (format.kind !== "image") return refuse("unsupported", format.reason);

  let dimensions = { width: 0, height: 0 };
  try {
    const header = await sharp(bytes, { failOn: "none", limitInputPixels: false }).metadata();
    dimensions = uprightSize(header);
  } catch (error) {
    return refuse("unreadable", `damaged: ${explain(error)}`);
  }
  const { width, height } = dimensions;
  if (width * height > maxPixels) {
    const limit = `${(maxPixels / 1e6).toLocaleString("en")} million pixels`;
    return refuse("too-large", `${width} x ${height} is over the limit of ${limit}`, dimensions);
  }
  try {
    return { status: "ok", picture: await decodePixels(bytes, width, height, maxPixels, enough) };
  } catch (error) {
    return refuse("unreadable", `damaged or cut short: ${explain(error)}`, dimensions);
  }
}

async function decodePixels(
  bytes: Buffer,
  fullWidth: number,
  fullHeight: number,
  maxPixels: number,
  enough: number,
): Promise<Picture> {
  let shrink = 1;
  while (shrink < LARGEST_SHRINK && Math.max(fullWidth, fullHeight) / (shrink * 2) >= enough) {
    shrink *= 2;
  }
  const image = sharp(bytes, { failOn: "error", limitInputPixels: maxPixels })
    .autoOrient()
    .flatten({ background: "#fff" })
    .toColourspace("srgb");
  if (shrink > 1) {
    const width = Math.max(1, Math.floor(fullWidth / shrink));
    const height = Math.max(1, Math.floor(fullHeight / shrink));
    image.resize(width, height, { fit: "fill", kernel: "linear" });
  }
  const { data, info } = await image.raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true });
  return {
    data: info.channels === 3 ? data : spreadGrey(data, info.channels),
    width: info.width,
    height: info.height,
    channels: 3,
    fullWidth,
    fullHeight,
    scale: info.width / fullWidth,
  };
}

/** Three channels from one. */
function spreadGrey(data: Uint8Array, channels: number): Uint8Array {
  const rgb = new Uint8Array((data.length / channels) * 3);
  for (let i = 0; i < rgb.length; i++) rgb[i] = data[Math.floor(i / 3) * channels];
  return rgb;
}

function uprightSize(header: Metadata): { width: number; height: number } {
  const { autoOrient, width, height } = header;
  return { width: autoOrient?.width ?? width, height: autoOrient?.height ?? height };
}

function refuse(
  status: Exclude<ImageStatus, "ok" | "no-face" | "failed">,
  reason: string,
  { width, height } = { width: 0, height: 0 },
): DecodedImage {
  return { status, reason, width, height };
}

/** The first line of what the decoder says. */
function explain(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split("\n")[0].trim();
}
