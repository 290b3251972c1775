/**
 * What makes two spellings of a phrase the same.
 *
 * @module
 */

/** Whether a phrase has to have the letters' case of the text. */
export const GAZETTEER_CASES = ["exact", "ignore"] as const;
export type GazetteerCase = (typeof GAZETTEER_CASES)[number];

const NEEDS_NOTHING = /^[!-~]+(?: [!-~]+)*$/;
const NEEDS_NOTHING_IN_LOWER = /^[!-@[-~]+(?: [!-@[-~]+)*$/;
const ASCII = /^[\0-\x7f]*$/;

/** A phrase with single blanks, composed (NFC) and, where case is ignored, folded. */
export function canonicalPhrase(phrase: string, letters: GazetteerCase): string {
  const plain = letters === "exact" ? NEEDS_NOTHING : NEEDS_NOTHING_IN_LOWER;
  return plain.test(phrase) ? phrase : canonicalWord(phrase.trim().replace(/\s+/g, " "), letters);
}

/** A token in the same spelling. */
export function canonicalWord(word: string, letters: GazetteerCase): string {
  if (ASCII.test(word)) return letters === "exact" ? word : word.toLowerCase();
  const composed = word.normalize("NFC");
  // Upper case first: it makes one of ß and SS, and of the two small sigmas.
  return letters === "exact"
    ? composed
    : composed.toUpperCase().toLowerCase().replaceAll("ς", "σ").normalize("NFC");
}
