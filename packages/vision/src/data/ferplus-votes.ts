/**
 * FER+: ten raters' votes for each face of FER2013 (Barsoum et al. 2016), and what they come to.
 *
 * @module
 */
import { EMOTIONS } from "./emotion-labels.js";

/** FER+'s columns of votes by our names, in its order. Two more follow: unknown, and not a face. */
export const VOTED: readonly string[] = [
  "neutral",
  "happy",
  "surprise",
  "sad",
  "angry",
  "disgust",
  "fear",
  "contempt",
];

/** Columns of a face. */
export const VOTES_PER_FACE = VOTED.length + 2;

/** Our numbers of FER+'s columns. */
const NUMBERS = VOTED.map((label) => EMOTIONS.indexOf(label));

/**
 * The class that most raters agree on, as FER+'s own reader has it: lone votes don't count, and more
 * than half of the others must be for one emotion.
 *
 * @param votes - of one face, in FER+'s columns
 * @returns an index into {@link EMOTIONS}; undefined where there is no such majority, or it is for
 *   unknown or not a face
 */
export function majorityEmotion(votes: ArrayLike<number>): number | undefined {
  const counted = withoutLoneVotes(votes);
  const most = Math.max(...counted);
  if (most <= sum(counted) / 2) return undefined;
  return NUMBERS[counted.indexOf(most)];
}

/**
 * The distribution of a face's emotions, as FER+'s own reader has it for its probabilistic and
 * cross-entropy targets: lone votes don't count; emotions are taken from the one with most votes
 * down until they have three quarters of all votes, three at most (more where they are equal), or
 * until unknown or not a face comes up.
 *
 * @param votes - of one face, in FER+'s columns
 * @returns shares by {@link EMOTIONS}, summing to 1; undefined where what was taken has at most half of
 *   the votes, is of more than three emotions, or is unknown or not a face first of all
 */
export function emotionShares(votes: ArrayLike<number>): Float32Array | undefined {
  const left = withoutLoneVotes(votes);
  const all = sum(left);
  const taken = new Array<number>(VOTES_PER_FACE).fill(0);
  let counted = 0;
  let kinds = 0;
  let isEmotion = true;
  while (counted < 0.75 * all && kinds < 3 && isEmotion) {
    const most = Math.max(...left);
    for (let i = 0; i < VOTES_PER_FACE && isEmotion; i++) {
      if (left[i] !== most) continue;
      isEmotion = i < VOTED.length;
      left[i] = 0;
      counted += most;
      if (!isEmotion && sum(taken) > 0) continue;
      taken[i] = most;
      kinds++;
    }
  }
  const total = sum(taken);
  if (total <= all / 2 || kinds > 3) return undefined;
  // The largest share must be of an emotion; of equal ones the first counts.
  if (taken.indexOf(Math.max(...taken)) >= VOTED.length) return undefined;
  const shares = new Float32Array(EMOTIONS.length);
  const emotions = sum(taken.slice(0, VOTED.length));
  NUMBERS.forEach((number, column) => {
    shares[number] = taken[column] / emotions;
  });
  return shares;
}

/** Votes for the given classes as shares of those, lone votes too; zeros where there are none. */
export function voteShares(votes: ArrayLike<number>, labels: readonly string[]): number[] {
  const own = labels.map((label) => votes[VOTED.indexOf(label)] ?? 0);
  const total = sum(own);
  return total === 0 ? own : own.map((count) => count / total);
}

function withoutLoneVotes(votes: ArrayLike<number>): number[] {
  return Array.from(votes, (count) => (count > 1 ? count : 0));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
