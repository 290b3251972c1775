/**
 * Tells photographs from pictures of faces before anything is learned from them.
 *
 * @module
 */
import path from "node:path";
import { MltlError } from "@mltl/core";
import sharp from "sharp";
import type { FaceSet } from "../data/face-set.js";

/** Pictures that are looked at. */
const SAMPLE = 60;

/** Faces that were cut out are smaller, longest side, pixels. */
const LARGEST_FACE = 400;

/**
 * Refuses a folder of photographs, in which faces would have to be found first: most of its pictures
 * are larger than 400 pixels.
 *
 * @param folder - the one that the faces' names begin at
 * @throws MltlError `E_BAD_DATA` saying how they are prepared
 */
export async function requireFacePictures(
  { rows, sources = [] }: Pick<FaceSet, "rows" | "sources">,
  folder: string,
): Promise<void> {
  const stride = Math.max(1, Math.floor(rows.length / SAMPLE));
  const some = rows.filter((row, i) => i % stride === 0 && sources[row] !== undefined);
  const sides = await Promise.all(
    Array.from(some, async (row) => {
      const { width = 0, height = 0 } = await sharp(path.join(folder, sources[row])).metadata();
      return Math.max(width, height);
    }),
  );
  const large = sides.filter((side) => side > LARGEST_FACE);
  if (2 * large.length <= sides.length) return;
  const middle = large.sort((a, b) => a - b)[Math.floor(large.length / 2)];
  throw new MltlError(
    "E_BAD_DATA",
    `Expected pictures of one face each, ${LARGEST_FACE} pixels at most, in ${folder}, received photographs: most are larger, ${middle} pixels for one`,
    {
      hint: `\`mltl vision align ${folder} --out faces\` finds, aligns and cuts out their faces, folder by folder: train on that.`,
    },
  );
}
