/**
 * How a word is written, apart from which word it is.
 *
 * @module
 */

/** The classes, in the order of their indices. */
export const CASINGS = [
  "other",
  "lower",
  "title",
  "upper",
  "initial",
  "mixed",
  "digits",
  "alphanumeric",
] as const;

/** Index into {@link CASINGS}. `title`: capital then lower; `initial`: one capital letter. */
export function casingOf(word: string): number {
  const letters = /\p{L}/u.test(word);
  const digits = /\p{Nd}/u.test(word);
  const index = (name: (typeof CASINGS)[number]) => CASINGS.indexOf(name);
  if (letters && digits) return index("alphanumeric");
  if (digits) return index("digits");
  if (!letters) return index("other");
  if (/^\p{Lu}\.?$/u.test(word)) return index("initial");
  if (!/\p{Lu}/u.test(word)) return index("lower");
  if (!/\p{Ll}/u.test(word)) return index("upper");
  return /^[^\p{L}]*\p{Lu}\P{Lu}*$/u.test(word) ? index("title") : index("mixed");
}
