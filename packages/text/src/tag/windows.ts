import type { TokenSpan } from "./decode-sentence.js";

/** The longest stretch that a model sees at once, in tokens. */
export const WINDOW_TOKENS = 200;

/** How far neighbouring windows of a long sentence reach into each other, in tokens. */
const OVERLAP = 50;

/** A stretch of a sentence as a model sees it, in token indices. */
export interface Window {
  start: number;
  end: number;
  /** Spans that begin from here (included) ... */
  from: number;
  /** ... to here (excluded) are this window's to find; others are its neighbours'. */
  to: number;
}

/** Cover a sentence with windows of at most {@link WINDOW_TOKENS} that overlap. */
export function coverWithWindows(length: number): Window[] {
  if (length <= WINDOW_TOKENS) return [{ start: 0, end: length, from: 0, to: length }];
  const windows: Window[] = [];
  const step = WINDOW_TOKENS - OVERLAP;
  for (let start = 0; ; start += step) {
    const last = start + WINDOW_TOKENS >= length;
    const end = last ? length : start + WINDOW_TOKENS;
    const from = start === 0 ? 0 : start + OVERLAP / 2;
    windows.push({ start, end, from, to: last ? length : end - OVERLAP / 2 });
    if (last) return windows;
  }
}

/**
 * The spans of a sentence, from those of its windows; where two overlap, the earlier one stays.
 *
 * @param found - one entry a window, spans counted from the window's start
 */
export function joinWindows(
  windows: readonly Window[],
  found: readonly (readonly TokenSpan[])[],
): TokenSpan[] {
  const spans: TokenSpan[] = [];
  windows.forEach(({ start, from, to }, i) => {
    for (const span of found[i]) {
      const moved = { ...span, start: span.start + start, end: span.end + start };
      const begins = moved.start >= from && moved.start < to;
      const free = moved.start >= (spans.at(-1)?.end ?? 0);
      if (begins && free) spans.push(moved);
    }
  });
  return spans;
}
