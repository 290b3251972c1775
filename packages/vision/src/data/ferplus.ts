/**
 * FER+ as a data set of its own: the faces of FER2013 under the raters' labels.
 *
 * @module
 */
import { EMOTIONS } from "./emotion-labels.js";
import type { FaceSet } from "./face-set.js";
import { emotionShares, majorityEmotion, VOTES_PER_FACE } from "./ferplus-votes.js";

/** What the labels of FER+ are made of; its two other targets differ in the loss alone. */
export const FERPLUS_TARGETS = ["majority", "votes"] as const;

/**
 * - `majority`: faces with a clear majority, which is their label. What FER+ scores on, always.
 * - `votes`: faces whose votes have a distribution, of which the label is the most likely. What FER+
 *   trains on for its probabilistic targets (a label drawn from the votes in each epoch) and its
 *   cross-entropy ones (the distribution itself).
 */
export type FerplusTargets = (typeof FERPLUS_TARGETS)[number];

/**
 * The set under FER+'s labels, numbered as {@link EMOTIONS}. Rows that FER+ leaves out are left out of
 * `rows`: unknown, not a face, no clear majority.
 *
 * @param ferplus - [count, 10] votes in FER+'s columns
 */
export function underFerplus(
  faces: FaceSet,
  ferplus: Uint8Array,
  targets: FerplusTargets = "majority",
): FaceSet {
  const labels = new Uint8Array(faces.count);
  const votes = new Float32Array(faces.count * EMOTIONS.length);
  const rows = faces.rows.filter((row) => {
    const own = ferplus.subarray(row * VOTES_PER_FACE, (row + 1) * VOTES_PER_FACE);
    const shares = emotionShares(own);
    const label = targets === "majority" ? majorityEmotion(own) : likeliest(shares);
    if (shares) votes.set(shares, row * EMOTIONS.length);
    labels[row] = label ?? 0;
    return label !== undefined;
  });
  return { ...faces, labels, votes, rows };
}

function likeliest(shares: Float32Array | undefined): number | undefined {
  return shares?.indexOf(Math.max(...shares));
}
