/**
 * Long sentences in pieces, for training.
 *
 * @module
 */
import type { AnnotatedSentence } from "../data/tagged-set.js";

/**
 * The sentence in pieces of at most so many words, of about one length, cut outside of entities: a
 * piece is longer only where an entity is.
 */
export function cutSentence(
  { words, spans, ...facts }: AnnotatedSentence,
  maxWords: number,
): AnnotatedSentence[] {
  if (words.length <= maxWords) return [{ words, spans, ...facts }];
  const even = Math.ceil(words.length / Math.ceil(words.length / maxWords));
  const pieces: AnnotatedSentence[] = [];
  for (let start = 0; start < words.length; ) {
    const end = borderNear(Math.min(start + even, words.length), start, spans);
    pieces.push({
      ...facts,
      words: words.slice(start, end),
      spans: spans
        .filter((span) => span.start >= start && span.end <= end)
        .map((span) => ({ ...span, start: span.start - start, end: span.end - start })),
    });
    start = end;
  }
  return pieces;
}

/** The border before the entity that `end` would cut, or after it where it fills the piece. */
function borderNear(end: number, start: number, spans: AnnotatedSentence["spans"]): number {
  const cut = spans.find((span) => span.start < end && span.end > end);
  if (cut === undefined) return end;
  return cut.start > start ? cut.start : cut.end;
}
