/**
 * FER2013 (Goodfellow et al. 2013) with FER+ votes (Barsoum et al. 2016), in the compact form:
 * gzip of raw bytes, one file a column, every file in the same row order.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { MltlError } from "@mltl/core";
import type { FaceSet } from "./face-set.js";

/** FER2013's classes, in the order of its labels. */
export const FER2013_LABELS = [
  "angry",
  "disgust",
  "fear",
  "happy",
  "sad",
  "surprise",
  "neutral",
] as const;

/** Our split names, and the files' own. */
const FILE_SPLIT = { train: "train", dev: "val", test: "test" } as const;

/** FER+'s columns (neutral, happiness, surprise, sadness, anger, disgust, fear) as our labels. */
const VOTE_COLUMNS = [4, 5, 6, 1, 3, 2, 0];
const VOTES_PER_ROW = 10;
const SIZE = 48;

/**
 * Flags that make a row unfit: not a lossless copy, twin within or across splits, blank, near-twin
 * across splits. A "clean" split has none of them.
 */
const UNCLEAN = 0b110101;

/**
 * Reads one split.
 *
 * @param clean - leave out rows with a twin in another split, blanks and lossy copies
 * @throws MltlError `E_BAD_DATA` when the files' lengths don't agree
 */
export async function readFer2013(
  folder: string,
  split: keyof typeof FILE_SPLIT,
  clean: boolean,
): Promise<FaceSet> {
  const column = async (name: string) => {
    const file = path.join(folder, `fer2013.${FILE_SPLIT[split]}.${name}gz`);
    return new Uint8Array(gunzipSync(await readFile(file)));
  };
  const [pixels, labels, ferplus, flags] = await Promise.all(
    ["u8.", "labels.u8.", "ferplus.u8.", "flags.u8."].map(column),
  );
  const count = labels.length;
  if (
    pixels.length !== count * SIZE * SIZE ||
    ferplus.length !== count * VOTES_PER_ROW ||
    flags.length !== count
  ) {
    throw new MltlError(
      "E_BAD_DATA",
      `The FER2013 files of split '${split}' in ${folder} differ in length`,
    );
  }
  const rows = Int32Array.from({ length: count }, (_, row) => row).filter(
    (row) => !clean || (flags[row] & UNCLEAN) === 0,
  );
  return { size: SIZE, count, pixels, labels, rows, votes: toShares(ferplus, count) };
}

/** Votes for our seven classes as shares; votes for contempt, unknown and not-a-face are left out. */
function toShares(ferplus: Uint8Array, count: number): Float32Array {
  const classes = VOTE_COLUMNS.length;
  const shares = new Float32Array(count * classes);
  for (let row = 0; row < count; row++) {
    const votes = VOTE_COLUMNS.map((column) => ferplus[row * VOTES_PER_ROW + column]);
    const total = votes.reduce((sum, vote) => sum + vote, 0);
    if (total > 0)
      votes.forEach((vote, i) => {
        shares[row * classes + i] = vote / total;
      });
  }
  return shares;
}
