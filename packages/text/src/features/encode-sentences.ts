/**
 * Sentences of words as the arrays that a tagger reads.
 *
 * @module
 */
import { casingOf } from "./casing.js";
import type { WordVectors } from "./word-vectors.js";

/** A padded batch, time first. Padding has vector 0, word 0 and casing 0. */
export interface TaggerInput {
  /** Steps: the longest sentence's tokens. */
  readonly time: number;
  readonly batch: number;
  /** Tokens of each sentence, 1..time. */
  readonly lengths: readonly number[];
  /** [time, batch, width] word vectors; 0 where a word has none. */
  readonly vectors: Float32Array;
  /** [time, batch] index into the batch's distinct words. */
  readonly wordIndex: Int32Array;
  /** [time, batch] index into CASINGS. */
  readonly casing: Int32Array;
  /** Distinct words of the batch. */
  readonly words: number;
  /** [words, MAX_CHARACTERS] character ids, 0 after a word's end. */
  readonly characters: Int32Array;
}

/** Characters of a word that are read: the first ones and, of a longer word, the last ones. */
export const MAX_CHARACTERS = 20;
const TAIL = 8;

/** Ids of characters: 0 padding, 1 unknown, then the alphabet's, in order. */
export interface Alphabet {
  readonly characters: string;
  idOf(character: string): number;
}

/** An alphabet of the given characters (code points). */
export function alphabet(characters: string): Alphabet {
  const ids = new Map([...characters].map((character, i) => [character, i + 2]));
  return { characters, idOf: (character) => ids.get(character) ?? 1 };
}

/**
 * @param sentences - words of each sentence, none empty
 * @param hideVector - true for a token whose vector is withheld (word dropout)
 */
export function encodeSentences(
  sentences: readonly (readonly string[])[],
  vectors: WordVectors,
  letters: Alphabet,
  hideVector: (sentence: number, token: number) => boolean = () => false,
): TaggerInput {
  const batch = sentences.length;
  const lengths = sentences.map((words) => words.length);
  const time = Math.max(...lengths);
  const { width } = vectors;
  const input = new Float32Array(time * batch * width);
  const wordIndex = new Int32Array(time * batch);
  const casing = new Int32Array(time * batch);
  const distinct = new Map<string, number>();
  sentences.forEach((words, b) => {
    words.forEach((word, t) => {
      const at = t * batch + b;
      let id = distinct.get(word);
      if (id === undefined) {
        id = distinct.size;
        distinct.set(word, id);
      }
      wordIndex[at] = id;
      casing[at] = casingOf(word);
      const row = hideVector(b, t) ? -1 : vectors.rowOf(word);
      if (row < 0) return;
      const scale = vectors.scales[row];
      for (let i = 0; i < width; i++) input[at * width + i] = vectors.rows[row * width + i] * scale;
    });
  });
  const characters = new Int32Array(distinct.size * MAX_CHARACTERS);
  for (const [word, id] of distinct) {
    readCharacters(word).forEach((character, i) => {
      characters[id * MAX_CHARACTERS + i] = letters.idOf(character);
    });
  }
  return {
    time,
    batch,
    lengths,
    vectors: input,
    wordIndex,
    casing,
    words: distinct.size,
    characters,
  };
}

function readCharacters(word: string): string[] {
  const all = [...word];
  if (all.length <= MAX_CHARACTERS) return all;
  return [...all.slice(0, MAX_CHARACTERS - TAIL), ...all.slice(-TAIL)];
}
