import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { decodeImage } from "#vision/image/decode.js";
import type { Picture } from "#vision/image/picture.js";

const require = createRequire(import.meta.resolve("@mltl/vision"));
const demo = path.join(path.dirname(require.resolve("@vladmandic/face-api/package.json")), "demo");

/** How many faces can be clearly seen in each of the photographs of the face-api package. */
export const SAMPLE_FACES = [3, 3, 3, 4, 5, 4];

/** The photographs of the face-api package, numbered from 1. */
export function samplePath(number: number): string {
  return path.join(demo, `sample${number}.jpg`);
}

/** All six of them. */
export const samplePaths = SAMPLE_FACES.map((_, i) => samplePath(i + 1));

/** Decodes a file that can be. */
export async function decoded(file: string): Promise<Picture> {
  const image = await decodeImage(file);
  if (image.status !== "ok") throw new Error(`${file}: ${image.reason}`);
  return image.picture;
}

/** Calls `use` with a new folder and takes it away again. */
export async function inTempFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), "mltl-test-"));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
