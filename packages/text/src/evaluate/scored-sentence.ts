import type { Span } from "@mltl/core";

/** A predicted entity; `start` and `end` count words. */
export interface PredictedSpan extends Span {
  /** 0-1, where the tagger says it. */
  readonly probability?: number;
}

/** A sentence, its entities, and those that a tagger found in it. */
export interface ScoredSentence {
  readonly words: readonly string[];
  readonly gold: readonly Span[];
  readonly predicted: readonly PredictedSpan[];
}

/** The words of a span, with blanks between them. */
export function surfaceOf(words: readonly string[], { start, end }: Span): string {
  return words.slice(start, end).join(" ");
}
