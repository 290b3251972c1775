/**
 * Where the pieces of a word stand in it: tokenizers give pieces alone.
 *
 * @module
 */
import type { NormalizedWord } from "./normalized-places.js";

/** A stretch of text before it was cut into pieces, and the pieces. */
export interface CutStretch {
  /** As the pre-tokenizer gives it: with marks for blanks, or bytes as letters. */
  readonly stretch: string;
  readonly pieces: readonly string[];
}

/** How pieces are written. */
export interface PieceMarks {
  /** What a piece begins with that goes on with a word: `##`. */
  readonly continuing: string;
  /** What a piece ends with that ends a word: `</w>`. */
  readonly ending: string;
  /** Stands for what no piece fits. */
  readonly unknown: string | undefined;
  /** Whether letters are bytes of UTF-8. */
  readonly bytes: boolean;
}

/** UTF-16 offsets within the word, [start, end). */
export interface PiecePlace {
  readonly start: number;
  readonly end: number;
}

const BLANK_MARK = "\u2581";
const BYTE = /^<0x[0-9A-F]{2}>$/;

/**
 * The place of every piece. A piece that holds a part of a character (bytes), or of one that was
 * changed together with its neighbours, has all of it: places may overlap, and are never empty.
 */
export function locatePieces(
  word: string,
  normalized: NormalizedWord,
  stretches: readonly CutStretch[],
  marks: PieceMarks,
): PiecePlace[] {
  const units = marks.bytes ? bytesOf(normalized) : normalized;
  const places: PiecePlace[] = [];
  let at = 0;
  for (const { stretch, pieces } of stretches) {
    const own = stretchStart(stretch, units.text, at, marks);
    const ranges = cutRanges(own.text, pieces, marks);
    for (const [from, to] of ranges)
      places.push(placeOf(units, own.start + from, own.start + to, word));
    at = own.start + own.text.length;
  }
  return places;
}

/** The stretch without the mark of a blank that isn't there, and where it begins. */
function stretchStart(stretch: string, text: string, at: number, { bytes }: PieceMarks) {
  const plain = bytes ? stretch : stretch.replaceAll(BLANK_MARK, " ");
  for (const own of [plain, plain.replace(/^[ \u0120]/, "")]) {
    let start = at;
    while (!text.startsWith(own, start) && /\s/.test(text[start] ?? "")) start++;
    if (text.startsWith(own, start)) return { text: own, start };
  }
  // The pre-tokenizer has changed it: its places are those of as much text as it has.
  return { text: plain, start: at };
}

/** Where each piece begins and ends in its stretch, in units; pieces of the blank's mark alone are empty. */
function cutRanges(text: string, pieces: readonly string[], marks: PieceMarks): [number, number][] {
  const plain = pieces.map((piece, i) => plainPiece(piece, i, marks));
  const ranges: [number, number][] = [];
  let at = 0;
  /** Bytes of the character at `at` that pieces of single bytes have had. */
  let bytes = 0;
  plain.forEach((own, i) => {
    const isBytes = BYTE.test(pieces[i]) && !text.startsWith(pieces[i], at);
    if (isBytes) {
      const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
      ranges.push([at, at + character.length]);
      bytes++;
      if (bytes < new TextEncoder().encode(character).length) return;
      at += character.length;
      bytes = 0;
      return;
    }
    const known = own !== undefined ? fits(text, own, at) : undefined;
    const end = known ?? unknownEnd(text, at, plain[i + 1], i + 1 === plain.length);
    ranges.push([at, end]);
    at = end;
  });
  return ranges;
}

/** The end of a piece that stands there; of the first in a stretch, its mark of a blank may not. */
function fits(text: string, piece: string, at: number): number | undefined {
  if (text.startsWith(piece, at)) return at + piece.length;
  const bare = piece.replace(/^[ \u0120]/, "");
  return at === 0 && text.startsWith(bare, at) ? at + bare.length : undefined;
}

/** A piece as it stands in the text; nothing for an unknown one. */
function plainPiece(piece: string, i: number, marks: PieceMarks): string | undefined {
  if (piece === marks.unknown) return undefined;
  const { continuing, ending, bytes } = marks;
  let text =
    i > 0 && continuing !== "" && piece.startsWith(continuing)
      ? piece.slice(continuing.length)
      : piece;
  if (ending !== "" && text.endsWith(ending)) text = text.slice(0, -ending.length);
  return bytes ? text : text.replaceAll(BLANK_MARK, " ");
}

/** An unknown piece goes to the next known one, else to the end; before another unknown one it is a character. */
function unknownEnd(text: string, at: number, next: string | undefined, last: boolean): number {
  if (last) return text.length;
  const one = Math.min(text.length, at + String.fromCodePoint(text.codePointAt(at) ?? 0).length);
  if (next === undefined) return one;
  const found = text.indexOf(next, one);
  return found < 0 ? one : found;
}

function placeOf(
  { starts, ends }: NormalizedWord,
  from: number,
  to: number,
  word: string,
): PiecePlace {
  const last = starts.length - 1;
  if (last < 0) return { start: 0, end: word.length };
  const first = Math.min(from, last);
  const final = Math.min(Math.max(to - 1, first), last);
  return { start: starts[first], end: ends[final] };
}

/** A normalized word with its bytes as units, each written as byte-level tokenizers do. */
function bytesOf({ text, starts, ends }: NormalizedWord): NormalizedWord {
  const encoder = new TextEncoder();
  const bytes: { letter: string; start: number; end: number }[] = [];
  let at = 0;
  for (const character of text) {
    const end = ends[at + character.length - 1];
    for (const byte of encoder.encode(character)) {
      bytes.push({ letter: byteLetter(byte), start: starts[at], end });
    }
    at += character.length;
  }
  return {
    text: bytes.map(({ letter }) => letter).join(""),
    starts: Int32Array.from(bytes, ({ start }) => start),
    ends: Int32Array.from(bytes, ({ end }) => end),
  };
}

/** GPT-2's letters for bytes: printable ones stand for themselves, the others follow U+0100 in order. */
function byteLetter(byte: number): string {
  return LETTERS[byte];
}

const isPrintable = (byte: number) => (byte >= 33 && byte <= 126) || (byte >= 161 && byte !== 173);

const LETTERS: readonly string[] = (() => {
  let others = 0;
  return Array.from({ length: 256 }, (_, byte) =>
    String.fromCharCode(isPrintable(byte) ? byte : 256 + others++),
  );
})();
