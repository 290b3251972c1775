/**
 * The words that a trained table has rows for.
 *
 * @module
 */

/** Names of rows: the first stands for every unknown word. */
export interface Vocabulary {
  readonly words: readonly string[];
  /** Row of a word as it is written, or lower-cased; 0 where neither is known. */
  rowOf(word: string): number;
}

/** Row 0's name: no word of a text, for it holds a blank. */
const UNKNOWN = "unknown word";

/** Wraps names of rows, the unknown's first, with the look-up. */
export function vocabulary(words: readonly string[]): Vocabulary {
  const rows = new Map(words.map((word, row) => [word, row]));
  return { words, rowOf: (word) => rows.get(word) ?? rows.get(word.toLowerCase()) ?? 0 };
}

/** Words that are met at least so often, most frequent first. */
export function countVocabulary(
  sentences: Iterable<{ readonly words: readonly string[] }>,
  atLeast: number,
): Vocabulary {
  const counts = new Map<string, number>();
  for (const { words } of sentences) {
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const kept = [...counts]
    .filter(([, count]) => count >= atLeast)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return vocabulary([UNKNOWN, ...kept.map(([word]) => word)]);
}
