/**
 * Texts in words, and words in pieces, as records.
 *
 * @module
 */
import { type ReadOptions, readInput, type TextInput } from "../read/read-input.js";
import type { TextStatus } from "../schema.js";
import { type EncodeWordsOptions, encodeWords } from "./encode-words.js";
import type { PieceWindow } from "./piece-windows.js";
import type { SubwordTokenizer } from "./subword-tokenizer.js";

/** Names the version of {@link WordsRecord}. */
export const WORDS_SCHEMA = "mltl.words/1";

/** A stretch of the input, UTF-16 offsets: `input.slice(start, end) === text`. */
interface Stretch {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A word. */
export interface WordRecord extends Stretch {
  readonly pieces?: readonly PieceRecord[];
}

/** A piece of a word as its tokenizer writes it, and the text that it stands for. */
export interface PieceRecord extends Stretch {
  readonly piece: string;
  readonly id: number;
  /** Whether the tokenizer has none for it. */
  readonly unknown: boolean;
}

/** A sentence in words; without any for an input that has none or couldn't be read. */
export interface WordsRecord extends Stretch {
  readonly schema: typeof WORDS_SCHEMA;
  readonly path: string;
  /** Its number in the input, from 0. */
  readonly sentence: number;
  readonly status: TextStatus;
  readonly reason?: string;
  readonly words: readonly WordRecord[];
  /** Stretches of words that an encoder sees at once, where there is a tokenizer. */
  readonly windows?: readonly PieceWindow[];
  /** Numbers of words with more pieces than a window holds: each is one unknown piece. */
  readonly tooLong?: readonly number[];
}

/** How texts are cut. */
export interface WordRecordsOptions extends ReadOptions, EncodeWordsOptions {
  /** Default: words alone. */
  readonly tokenizer?: SubwordTokenizer;
}

/** The words of texts, sentence by sentence. An input that can't be read has a record that says so. */
export async function* wordRecords(
  inputs: Iterable<TextInput> | AsyncIterable<TextInput>,
  options: WordRecordsOptions = {},
): AsyncGenerator<WordsRecord, void, undefined> {
  for await (const input of inputs) {
    for await (const { path, status, reason, sentence } of readInput(input, options)) {
      const { index, start, end, text, tokens } = sentence;
      yield {
        schema: WORDS_SCHEMA,
        path,
        sentence: index,
        status,
        ...(reason !== undefined && { reason }),
        text,
        start,
        end,
        ...wordsOf(tokens, options),
      };
    }
  }
}

function wordsOf(
  tokens: readonly Stretch[],
  { tokenizer, maxPieces, overlap }: WordRecordsOptions,
): Pick<WordsRecord, "words" | "windows" | "tooLong"> {
  const plain = tokens.map(({ text, start, end }) => ({ text, start, end }));
  if (!tokenizer) return { words: plain };
  const { pieces, windows, tooLong } = encodeWords(plain, tokenizer, { maxPieces, overlap });
  const words = plain.map((word) => ({ ...word, pieces: [] as PieceRecord[] }));
  for (const { word: number, piece, id, start, end, unknown } of pieces) {
    const word = words[number];
    const text = word.text.slice(start - word.start, end - word.start);
    word.pieces.push({ piece, id, text, start, end, unknown });
  }
  return { words, windows, ...(tooLong.length > 0 && { tooLong }) };
}
