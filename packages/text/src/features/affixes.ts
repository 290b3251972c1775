/**
 * How words begin and end.
 *
 * @module
 */

/** Characters of the beginnings and ends that are read. */
const LENGTHS = [2, 3, 4] as const;

/** Affixes of a word: a beginning and an end of each length. */
export const AFFIXES = 2 * LENGTHS.length;

/** FNV-1a, 32 bits. */
const SEED = 0x811c9dc5 | 0;
const PRIME = 0x01000193;

/**
 * Rows of a word's beginnings of 2, 3 and 4 characters, then of its ends, in a table of `rows`: by the
 * hash of what they are in lower case, so that no list of them has to be kept. Row 0 stands for those
 * of words that are shorter.
 */
export function affixRowsOf(word: string, rows: number): Int32Array {
  const characters = [...word.toLowerCase()];
  const { length } = characters;
  const affixes = [
    ...LENGTHS.map((size) => characters.slice(0, size)),
    ...LENGTHS.map((size) => characters.slice(Math.max(0, length - size))),
  ];
  return Int32Array.from(affixes, (affix, i) => {
    const size = LENGTHS[i % LENGTHS.length];
    return affix.length < size ? 0 : 1 + (hashOf(affix.join(""), i) % (rows - 1));
  });
}

/** Beginnings and ends of the same letters hash apart. */
function hashOf(text: string, kind: number): number {
  let hash = Math.imul(SEED ^ kind, PRIME);
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), PRIME);
  return (hash ^ (hash >>> 15)) >>> 0;
}
