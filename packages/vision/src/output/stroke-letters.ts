/**
 * Letters drawn as strokes. A bare Linux machine has no fonts at all, and text in a drawing then
 * silently stays away; these are always there.
 *
 * @module
 */

/** A letter: how far the next one is, and its strokes on a grid with the baseline at y = 6. */
type Letter = readonly [advance: number, strokes: string];

const ring = "M4 4A2 2 0 1 1 0 4A2 2 0 1 1 4 4";

const letters: Readonly<Record<string, Letter>> = {
  a: [5.6, `${ring}M4 2V6`],
  b: [5.6, `${ring}M0 0V6`],
  c: [5, "M3.6 2.8A2 2 0 1 0 3.6 5.2"],
  d: [5.6, `${ring}M4 0V6`],
  e: [5.4, "M0 4H4A2 2 0 1 0 3.4 5.4"],
  f: [4.2, "M3 .2Q1.2 -.4 1.2 1.6V6M0 2.2H2.8"],
  g: [5.6, `${ring}M4 2V6.2Q4 8 2 8Q.8 8 .3 7.3`],
  h: [5.6, "M0 0V6M0 3.8Q.4 2 2.2 2Q4 2 4 3.8V6"],
  i: [1.8, "M0 2V6M0 .2V.3"],
  j: [2.6, "M1 2V7Q1 8 0 8M1 .2V.3"],
  k: [5, "M0 0V6M3.4 2L0 4.6M1.4 3.6L3.6 6"],
  l: [1.8, "M0 0V6"],
  m: [7.6, "M0 2V6M0 3.6Q0 2 1.5 2Q3 2 3 3.6V6M3 3.6Q3 2 4.5 2Q6 2 6 3.6V6"],
  n: [5.6, "M0 2V6M0 3.8Q.4 2 2.2 2Q4 2 4 3.8V6"],
  o: [5.6, ring],
  p: [5.6, `${ring}M0 2V8`],
  q: [5.6, `${ring}M4 2V8`],
  r: [4, "M0 2V6M0 3.8Q.4 2 2.4 2"],
  s: [5.1, "M3.3 2.6Q2.8 2 1.7 2Q.2 2 .2 3Q.2 3.9 1.8 4Q3.5 4.1 3.5 5Q3.5 6 1.8 6Q.5 6 0 5.3"],
  t: [4.4, "M1.2 .6V4.8Q1.2 6 2.8 5.9M0 2H2.8"],
  u: [5.6, "M0 2V4.2Q0 6 1.8 6Q3.6 6 4 4.2M4 2V6"],
  v: [5.4, "M0 2L2 6L4 2"],
  w: [7.6, "M0 2L1.5 6L3 2.6L4.5 6L6 2"],
  x: [5.4, "M0 2L4 6M4 2L0 6"],
  y: [5.4, "M0 2L2 6M4 2L1.4 7.4Q1 8 0 8"],
  z: [5.2, "M.2 2H3.8L.2 6H3.8"],
  "0": [5.6, "M2 0Q4 0 4 3Q4 6 2 6Q0 6 0 3Q0 0 2 0"],
  "1": [4, "M.4 1.2L2 0V6"],
  "2": [5.6, "M.2 1.5Q.5 0 2 0Q3.8 0 3.8 1.6Q3.8 2.6 2.6 3.7L.1 6H4"],
  "3": [5.6, "M.3 .8Q.9 0 2 0Q3.7 0 3.7 1.5Q3.7 2.8 1.6 2.8Q4 2.8 4 4.4Q4 6 2 6Q.6 6 .1 5"],
  "4": [5.6, "M3 6V0L0 4.2H4"],
  "5": [5.6, "M3.6 0H.7L.4 2.7Q1 2.2 2 2.2Q4 2.2 4 4.1Q4 6 2 6Q.6 6 .1 5.1"],
  "6": [5.6, "M3.2 0Q0 1.2 .1 4.1A1.9 1.9 0 1 0 3.9 4.1A1.9 1.9 0 1 0 .1 4.1"],
  "7": [5.4, "M0 0H4L1.4 6"],
  "8": [
    5.6,
    "M3.5 1.4A1.5 1.4 0 1 1 .5 1.4A1.5 1.4 0 1 1 3.5 1.4M4 4.4A2 1.6 0 1 1 0 4.4A2 1.6 0 1 1 4 4.4",
  ],
  "9": [5.6, "M.8 6Q4 4.8 3.9 1.9A1.9 1.9 0 1 0 .1 1.9A1.9 1.9 0 1 0 3.9 1.9"],
  "%": [
    7,
    "M5 0L.8 6M2.1 1.1A1 1.1 0 1 1 .1 1.1A1 1.1 0 1 1 2.1 1.1M5.8 4.9A1 1.1 0 1 1 3.8 4.9A1 1.1 0 1 1 5.8 4.9",
  ],
  ".": [1.8, "M0 5.9V6"],
  "-": [4, "M0 4H2.4"],
  _: [5.4, "M0 6.8H4"],
  " ": [2.6, ""],
};

/** A line of words as SVG. */
export interface Lettering {
  /** Width in units of the letters' grid, in which a capital or a digit is 6 high. */
  width: number;
  /** Elements that are drawn with the stroke of what they are put in. */
  svg: string;
}

/**
 * Draws words as strokes. Case and accents are dropped.
 *
 * @returns undefined if a character has no strokes here, such as one of another script
 */
export function drawLetters(words: string): Lettering | undefined {
  let width = 0;
  let svg = "";
  for (const character of words.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "")) {
    const letter = letters[character];
    if (!letter) return undefined;
    const [advance, strokes] = letter;
    if (strokes) svg += `<path transform="translate(${width.toFixed(1)})" d="${strokes}"/>`;
    width += advance;
  }
  return { width: Math.max(0, width - 1.6), svg };
}
