/**
 * Which format a file is in. Its first bytes decide, never its name.
 *
 * @module
 */
import { open } from "node:fs/promises";
import path from "node:path";
import { fileTypeFromBuffer } from "file-type";

/** What the first bytes of a file say. */
export type ImageFormat =
  | { readonly kind: "image" }
  /** An image of a format that is not read here. */
  | { readonly kind: "foreign"; readonly reason: string }
  /** No image. */
  | { readonly kind: "other"; readonly reason: string };

const HEADER_BYTES = 4100;

const READABLE = new Set([
  "image/jpeg",
  "image/png",
  "image/apng",
  "image/webp",
  "image/gif",
  "image/tiff",
  "image/avif",
]);

const IMAGE_NAMES = new Set([
  ".jpg",
  ".jpeg",
  ".jpe",
  ".jfif",
  ".png",
  ".webp",
  ".gif",
  ".tif",
  ".tiff",
  ".avif",
  ".heic",
  ".heif",
  ".bmp",
  ".jxl",
  ".svg",
]);

const CONVERT = "convert it to JPEG or PNG first";

/** A document whose root is `svg`; a web page with a drawing in it is none. */
const SVG_START =
  /^(?:\xef\xbb\xbf)?(?:\s|<\?xml[^>]*>|<!--[\s\S]*?-->)*<(?:svg[\s>]|!DOCTYPE\s+svg)/i;

/** Says whether `bytes`, the start of a file, are those of an image that can be read. */
export async function imageFormat(bytes: Uint8Array): Promise<ImageFormat> {
  const header = bytes.subarray(0, HEADER_BYTES);
  const type = await fileTypeFromBuffer(header);
  if (type && READABLE.has(type.mime)) return { kind: "image" };
  if (type && /^image\/hei[cf]/.test(type.mime)) {
    return foreign(`HEIC pictures can't be read here: ${CONVERT} (heif-convert IN.heic OUT.jpg)`);
  }
  if (type?.mime.startsWith("image/")) {
    return foreign(`${type.ext.toUpperCase()} pictures can't be read here: ${CONVERT}`);
  }
  if (isSvg(header)) {
    return foreign(`SVG drawings are not rendered: ${CONVERT}`);
  }
  const found = type ? `a file of type ${type.mime}` : isText(header) ? "text" : "unknown bytes";
  return { kind: "other", reason: `not an image but ${found}` };
}

/** Whether the name of a file says that it is an image. */
export function hasImageName(file: string): boolean {
  return IMAGE_NAMES.has(path.extname(file).toLowerCase());
}

/**
 * Whether a regular file counts as an image: its name says so or its first bytes do. For folders,
 * where everything else is passed over; never throws.
 */
export async function looksLikeImage(file: string): Promise<boolean> {
  if (hasImageName(file)) return true;
  const header = await readHeader(file).catch(() => undefined);
  return header !== undefined && (await imageFormat(header)).kind !== "other";
}

async function readHeader(file: string): Promise<Uint8Array> {
  const handle = await open(file);
  try {
    const header = new Uint8Array(HEADER_BYTES);
    const { bytesRead } = await handle.read(header, 0, HEADER_BYTES, 0);
    return header.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function foreign(reason: string): ImageFormat {
  return { kind: "foreign", reason };
}

function isSvg(header: Uint8Array): boolean {
  return SVG_START.test(Buffer.from(header).toString("latin1"));
}

function isText(header: Uint8Array): boolean {
  return !header.subarray(0, -4).some((byte) => byte < 9 || (byte > 13 && byte < 32));
}
