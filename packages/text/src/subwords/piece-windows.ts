/**
 * Long sentences through overlapping windows of whole words, counted in pieces.
 *
 * @module
 */
import { invalidArgument } from "@mltl/core";

/** A stretch of words that is encoded together, [start, end). */
export interface PieceWindow {
  readonly start: number;
  readonly end: number;
  /** Words from here (included) ... */
  readonly from: number;
  /** ... to here (excluded) have most context in this window: their figures are taken from it. */
  readonly to: number;
}

/**
 * Windows of whole words, each with at most `room` pieces, that share up to `overlap` of them. Every
 * word belongs to the window in which the smaller of its two contexts (pieces before, pieces behind)
 * is largest, as in BERT's reading of long documents (Devlin et al. 2019, `run_squad`'s
 * `_check_is_max_context`); of equal ones, to the first.
 *
 * @param lengths - pieces of each word
 * @throws MltlError `E_USAGE` where a word doesn't fit, or there is no room
 */
export function coverWithPieces(
  lengths: readonly number[],
  { room, overlap }: { readonly room: number; readonly overlap: number },
): PieceWindow[] {
  const longest = lengths.reduce((most, length) => Math.max(most, length), 1);
  if (longest > room) {
    throw invalidArgument("maxPieces", `room for the longest word's ${longest} pieces`, room);
  }
  if (!(Number.isInteger(overlap) && overlap >= 0)) {
    throw invalidArgument("overlap", "a whole number of 0 or more", overlap);
  }
  const before = [0];
  for (const length of lengths) before.push(before[before.length - 1] + length);
  const stretches: { start: number; end: number }[] = [];
  for (let start = 0, end = 0; end < lengths.length; ) {
    while (end < lengths.length && before[end + 1] - before[start] <= room) end++;
    stretches.push({ start, end });
    if (end === lengths.length) break;
    const shared = Math.min(overlap, room - lengths[end]);
    do start++;
    while (before[end] - before[start] > shared);
  }
  let from = 0;
  return stretches.map(({ start, end }, i) => {
    const next = stretches[i + 1];
    let to = end;
    if (next) {
      const context = (word: number, of: { start: number; end: number }) =>
        Math.min(before[word] - before[of.start], before[of.end] - before[word + 1]);
      to = Math.max(from, next.start);
      while (to < end && context(to, { start, end }) >= context(to, next)) to++;
    }
    const own = { start, end, from, to };
    from = to;
    return own;
  });
}
