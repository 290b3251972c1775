/**
 * FER2013 (Goodfellow et al. 2013) with FER+ votes (Barsoum et al. 2016), in the compact form.
 *
 * @module
 */
import type { FaceSet, FaceSource } from "./face-set.js";
import { readColumn, readFaceBytes } from "./gzip-columns.js";

/** FER+'s columns by our names; the last three aren't emotions of FER2013. */
const VOTES = ["neutral", "happy", "surprise", "sad", "angry", "disgust", "fear", "contempt"];
const VOTES_PER_ROW = VOTES.length + 2;

/**
 * Flags that make a row unfit: not a lossless copy, twin within or across splits, blank, near-twin
 * across splits. A clean split has none of them.
 */
const UNCLEAN = 0b110101;

/**
 * Reads one split.
 *
 * @throws MltlError `E_BAD_DATA` when the files' lengths don't agree
 */
export async function readFer2013(source: FaceSource): Promise<FaceSet> {
  const faces = await readFaceBytes(source);
  const ferplus = await readColumn(source, "ferplus.u8", faces.count * VOTES_PER_ROW);
  const flags = await readColumn(source, "flags.u8", faces.count);
  const rows = source.clean ? faces.rows.filter((row) => (flags[row] & UNCLEAN) === 0) : faces.rows;
  return { ...faces, rows, votes: toShares(ferplus, faces.count, source.labels) };
}

/** Votes for our classes as shares; votes for anything else are left out. */
function toShares(ferplus: Uint8Array, count: number, labels: readonly string[]): Float32Array {
  const columns = labels.map((label) => VOTES.indexOf(label));
  const shares = new Float32Array(count * labels.length);
  for (let row = 0; row < count; row++) {
    const votes = columns.map((column) => ferplus[row * VOTES_PER_ROW + column]);
    const total = votes.reduce((sum, vote) => sum + vote, 0);
    if (total > 0)
      votes.forEach((vote, i) => {
        shares[row * labels.length + i] = vote / total;
      });
  }
  return shares;
}
