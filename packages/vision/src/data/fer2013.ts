/**
 * FER2013 (Goodfellow et al. 2013) with FER+ votes (Barsoum et al. 2016), in the compact form.
 *
 * @module
 */
import type { FaceSet, FaceSource } from "./face-set.js";
import { underFerplus } from "./ferplus.js";
import { VOTES_PER_FACE, voteShares } from "./ferplus-votes.js";
import { readColumn, readFaceBytes } from "./gzip-columns.js";

/**
 * Flags that make a row unfit: not a lossless copy, twin within or across splits, blank, near-twin
 * across splits. A clean split has none of them.
 */
const UNCLEAN = 0b110101;

/**
 * Reads one split under FER2013's labels; votes are the raters' for those, as shares.
 *
 * @throws MltlError `E_BAD_DATA` when the files' lengths don't agree
 */
export async function readFer2013(source: FaceSource): Promise<FaceSet> {
  const { faces, ferplus } = await readBoth(source);
  return { ...faces, votes: sharesOf(ferplus, faces.count, source.labels) };
}

/**
 * Reads one split under FER+'s labels, without the rows that FER+ leaves out.
 *
 * @throws MltlError `E_BAD_DATA` when the files' lengths don't agree
 */
export async function readFerplus(source: FaceSource): Promise<FaceSet> {
  const { faces, ferplus } = await readBoth(source);
  return underFerplus(faces, ferplus, source.targets);
}

async function readBoth(source: FaceSource): Promise<{ faces: FaceSet; ferplus: Uint8Array }> {
  const files = { ...source, name: "fer2013" };
  const faces = await readFaceBytes(files);
  const ferplus = await readColumn(files, "ferplus.u8", faces.count * VOTES_PER_FACE);
  const flags = await readColumn(files, "flags.u8", faces.count);
  const rows = source.clean ? faces.rows.filter((row) => (flags[row] & UNCLEAN) === 0) : faces.rows;
  return { faces: { ...faces, rows }, ferplus };
}

/** [count, labels]: shares of the votes for these labels. */
export function sharesOf(
  ferplus: Uint8Array,
  count: number,
  labels: readonly string[],
): Float32Array {
  const shares = new Float32Array(count * labels.length);
  for (let row = 0; row < count; row++) {
    const votes = ferplus.subarray(row * VOTES_PER_FACE, (row + 1) * VOTES_PER_FACE);
    shares.set(voteShares(votes, labels), row * labels.length);
  }
  return shares;
}
