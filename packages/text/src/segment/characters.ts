/**
 * The classes of characters that segmentation speaks of. Strings are bodies of a regular
 * expression's class, to be put between brackets under the `u` flag.
 *
 * @module
 */

/**
 * What separates tokens: white space, and the invisible marks that direct or separate text without
 * belonging to a word (byte order mark, zero-width space, left-to-right and right-to-left marks).
 */
export const SPACE =
  "\\s\\u0085\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2060-\\u2064\\u2066-\\u2069\\ufeff";

/** What attaches to the character before it and makes one grapheme cluster with it. */
export const EXTEND = "\\p{Grapheme_Extend}\\p{M}\\p{Emoji_Modifier}\\u200d\\u0e33\\u0eb3";

/** What attaches to the character after it (`Grapheme_Cluster_Break=Prepend`, UAX #29). */
export const PREPEND =
  "\\u0600-\\u0605\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u0d4e\\u{110bd}\\u{110cd}\\u{111c2}" +
  "\\u{111c3}\\u{113d1}\\u{1193f}\\u{11941}\\u{11a3a}\\u{11a84}-\\u{11a89}\\u{11d46}\\u{11f02}";

/** Scripts written without spaces between words. */
export const UNSPACED =
  "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\u30fc\\p{Script=Thai}" +
  "\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}";
