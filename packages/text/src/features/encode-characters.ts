/**
 * The characters of words as the arrays that character CNNs and LSTMs read.
 *
 * @module
 */
import type { Feeds } from "@mltl/core";

/** What reads the characters of words. */
export const CHARACTER_READINGS = ["cnn", "lstm", "none"] as const;
export type CharacterReading = (typeof CHARACTER_READINGS)[number];

/** Ids of characters: 0 padding, 1 unknown, then the alphabet's, in order. */
export interface Alphabet {
  readonly characters: string;
  /** Ids of a word's characters: of its first ones and, of a longer word, its last ones. */
  idsOf(word: string): Int32Array;
}

/** Characters of a word that are read. */
const MAX_CHARACTERS = 20;
const TAIL = 8;
/** Words whose ids are kept; a corpus has some hundred thousand at most. */
const KEPT_WORDS = 100_000;

/** An alphabet of the given characters (code points). */
export function alphabet(characters: string): Alphabet {
  const ids = new Map([...characters].map((character, i) => [character, i + 2]));
  const kept = new Map<string, Int32Array>();
  return {
    characters,
    idsOf(word) {
      const known = kept.get(word);
      if (known) return known;
      const found = Int32Array.from(charactersRead(word), (character) => ids.get(character) ?? 1);
      if (kept.size >= KEPT_WORDS) kept.clear();
      kept.set(word, found);
      return found;
    },
  };
}

/** Feeds of what reads the characters of distinct words. */
export function encodeCharacters(
  words: readonly string[],
  letters: Alphabet,
  reading: CharacterReading,
): Feeds {
  if (reading === "none") return {};
  const spelled = words.map((word) => letters.idsOf(word));
  const count = spelled.reduce((sum, { length }) => sum + length, 0);
  const characters = new Int32Array(count + 1);
  let at = 0;
  for (const ids of spelled) {
    characters.set(ids, at);
    at += ids.length;
  }
  return {
    characters: { shape: [count + 1], data: characters },
    ...(reading === "cnn" ? windowsOf(spelled, count) : stepsOf(spelled, count)),
  };
}

/** For the CNN: each character with its neighbours, and its word. */
function windowsOf(spelled: readonly Int32Array[], count: number): Feeds {
  const padding = count;
  const nothing = count + 1;
  const windows = new Int32Array(count * 3);
  const wordOf = new Int32Array(count);
  let at = 0;
  spelled.forEach(({ length }, word) => {
    const end = at + length;
    const behind = length < MAX_CHARACTERS ? padding : nothing;
    for (let i = at; i < end; i++) {
      windows[3 * i] = i === at ? nothing : i - 1;
      windows[3 * i + 1] = i;
      windows[3 * i + 2] = i === end - 1 ? behind : i + 1;
      wordOf[i] = word;
    }
    at = end;
  });
  return {
    windows: { shape: [count, 3], data: windows },
    wordOf: { shape: [count], data: wordOf },
  };
}

/** For the LSTM: words side by side, a character a step, in both orders. */
function stepsOf(spelled: readonly Int32Array[], count: number): Feeds {
  const words = spelled.length;
  const longest = spelled.reduce((most, { length }) => Math.max(most, length), 1);
  const forwards = new Int32Array(longest * words).fill(count);
  const backwards = forwards.slice();
  const lastOf = new Int32Array(words);
  let at = 0;
  spelled.forEach(({ length }, word) => {
    for (let i = 0; i < length; i++) {
      forwards[i * words + word] = at + i;
      backwards[i * words + word] = at + length - 1 - i;
    }
    lastOf[word] = (Math.max(length, 1) - 1) * words + word;
    at += length;
  });
  return {
    forwards: { shape: [longest, words], data: forwards },
    backwards: { shape: [longest, words], data: backwards },
    lastOf: { shape: [words], data: lastOf },
  };
}

function charactersRead(word: string): string[] {
  const all = [...word];
  if (all.length <= MAX_CHARACTERS) return all;
  return [...all.slice(0, MAX_CHARACTERS - TAIL), ...all.slice(-TAIL)];
}
