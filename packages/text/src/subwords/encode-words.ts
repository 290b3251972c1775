/**
 * A sentence's words in pieces, as encoders of pieces take them.
 *
 * @module
 */
import type { Token } from "../segment/sentence-rules.js";
import { coverWithPieces, type PieceWindow } from "./piece-windows.js";
import type { SubwordTokenizer, WordPiece } from "./subword-tokenizer.js";

/** How {@link encodeWords} works. */
export interface EncodeWordsOptions {
  /** Pieces that the encoder sees at once, those before and behind a sequence included. Default: 512. */
  readonly maxPieces?: number;
  /** Pieces that neighbouring windows of a long sentence share, at most. Default: 128. */
  readonly overlap?: number;
}

/** A piece with its place in the text: `text.slice(start, end)`. */
export interface TextPiece extends WordPiece {
  /** Number of its word. */
  readonly word: number;
}

/** A sentence in pieces. */
export interface EncodedWords {
  /** Of all words, in order; nothing before and behind them. */
  readonly pieces: readonly TextPiece[];
  /** Of each word, the number of its first piece: where its figures are taken from. */
  readonly firstPieces: readonly number[];
  /** Stretches of words that are encoded together; one where all of it fits. */
  readonly windows: readonly PieceWindow[];
  /** Words that have more pieces than a window holds: each is one unknown piece. */
  readonly tooLong: readonly number[];
}

/** @throws MltlError `E_USAGE` for windows that hold no piece */
export function encodeWords(
  words: readonly Token[],
  tokenizer: SubwordTokenizer,
  { maxPieces = 512, overlap = 128 }: EncodeWordsOptions = {},
): EncodedWords {
  const room = maxPieces - tokenizer.before.length - tokenizer.behind.length;
  const tooLong: number[] = [];
  const byWord = words.map(({ text, start, end }, word) => {
    const pieces = tokenizer.pieces(text, word > 0 && words[word - 1].end < start);
    const fits = pieces.length <= room || tokenizer.unknown === undefined;
    if (!fits) tooLong.push(word);
    const own = fits
      ? pieces
      : [{ ...tokenizer.unknown, start: 0, end: text.length, unknown: true } as WordPiece];
    return own.map((piece) => {
      // Tokens of columns have their text's places, whatever stands between them.
      const last = Math.min(end, start + piece.end);
      return { ...piece, word, start: Math.min(start + piece.start, last - 1), end: last };
    });
  });
  const lengths = byWord.map(({ length }) => length);
  const firstPieces: number[] = [];
  let at = 0;
  for (const length of lengths) {
    firstPieces.push(at);
    at += length;
  }
  return {
    pieces: byWord.flat(),
    firstPieces,
    windows: coverWithPieces(lengths, { room, overlap }),
    tooLong,
  };
}
