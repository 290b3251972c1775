import { cutsSurrogatePair } from "./code-points.js";

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Text in which every code point is a cluster of its own, so that no look-up is needed. */
const SIMPLE =
  /^[\0-\u02ff\u0370-\u0482\u048a-\u052f\u05d0-\u05ea\u0620-\u064a\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u20a0-\u20cf\u3001-\u3029\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3]*$/;

/** A stretch of text, as two offsets; the end is exclusive. */
export interface Range {
  start: number;
  end: number;
}

/**
 * Widen ranges so that none begins or ends inside a grapheme cluster (UAX #29); ranges that come to
 * share a cluster become one. The ranges cover the text in order, before and after.
 */
export function snapToGraphemes(text: string, ranges: Range[]): Range[] {
  if (ranges.length < 2 || SIMPLE.test(text)) return ranges;
  const borders = new Set<number>([text.length]);
  for (const { index } of graphemes.segment(text)) borders.add(index);
  const snapped: Range[] = [];
  for (const range of ranges) {
    let { start, end } = range;
    while (!borders.has(start)) start--;
    while (!borders.has(end)) end++;
    const last = snapped.at(-1);
    if (last && start < last.end) last.end = Math.max(last.end, end);
    else snapped.push({ start, end });
  }
  return snapped;
}

/**
 * The last place at or before `limit` where `text` may be cut without parting a grapheme cluster.
 * A cluster longer than `limit` is cut between code points.
 *
 * @returns an index from 1 to `limit`
 */
export function graphemeCut(text: string, limit: number): number {
  const segments = graphemes.segment(text.slice(0, limit + 64));
  const start = segments.containing(limit)?.index ?? limit;
  if (start > 0) return start;
  return cutsSurrogatePair(text, limit) ? limit - 1 : limit;
}
