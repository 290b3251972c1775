/**
 * Where what a tokenizer's normalizer makes of a word comes from.
 *
 * @module
 */
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Clusters up to which prefixes are normalized one by one, which takes their number squared. */
const MOST_CLUSTERS = 256;

/** A normalized word, and where each of its UTF-16 units comes from. */
export interface NormalizedWord {
  readonly text: string;
  /** Of each unit, the first one in the word, and one past the last. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/**
 * Normalizes a word. Units go back to the grapheme cluster that they come from; where a cluster's
 * own can't be told, because it is changed by what stands beside it, to the whole word.
 */
export function normalizeWord(word: string, normalize: (text: string) => string): NormalizedWord {
  const text = normalize(word);
  const starts = new Int32Array(text.length);
  const ends = new Int32Array(text.length).fill(word.length);
  if (text === word) {
    starts.forEach((_, i) => {
      starts[i] = i;
      ends[i] = i + 1;
    });
    return { text, starts, ends };
  }
  const clusters = [...graphemes.segment(word)];
  const borders = bordersOf(word, clusters, text, normalize);
  if (borders === undefined) return { text, starts, ends };
  clusters.forEach(({ index, segment }, i) => {
    starts.fill(index, borders[i], borders[i + 1]);
    ends.fill(index + segment.length, borders[i], borders[i + 1]);
  });
  return { text, starts, ends };
}

/** Where in the normalized text each cluster's part begins, and the end; nothing where that can't be told. */
function bordersOf(
  word: string,
  clusters: readonly Intl.SegmentData[],
  text: string,
  normalize: (text: string) => string,
): number[] | undefined {
  const parts = clusters.map(({ segment }) => normalize(segment));
  if (parts.join("") === text) {
    const borders = [0];
    for (const part of parts) borders.push(borders[borders.length - 1] + part.length);
    return borders;
  }
  if (clusters.length > MOST_CLUSTERS) return undefined;
  const prefixes = clusters.map(({ index }) =>
    index === 0 ? 0 : normalize(word.slice(0, index)).length,
  );
  const borders = [...prefixes, text.length];
  return borders.every((border, i) => i === 0 || border >= borders[i - 1]) ? borders : undefined;
}
