/**
 * Sentences of words as the arrays that a tagger reads.
 *
 * @module
 */
import type { Feeds, HostArray } from "@mltl/core";
import { AFFIXES, affixRowsOf } from "./affixes.js";
import { casingOf } from "./casing.js";
import { type Alphabet, type CharacterReading, encodeCharacters } from "./encode-characters.js";
import type { GazetteerLists } from "./gazetteer-lists.js";
import type { Vocabulary } from "./vocabulary.js";
import type { WordVectors } from "./word-vectors.js";

/** What a network asks of words beside its inputs' names and shapes. */
export interface WordReading {
  readonly characters: CharacterReading;
  /** Rows of its table of affixes; 0 for none. */
  readonly affixRows: number;
}

const DEFAULT_READING: WordReading = { characters: "cnn", affixRows: 0 };

/** What is looked up for each word. */
export interface WordFeatures {
  readonly letters: Alphabet;
  /** Vectors that are fed, where the network takes them. */
  readonly vectors?: WordVectors;
  /** Rows of the network's own table of words, where it has one. */
  readonly vocabulary?: Vocabulary;
  /** Phrases that are known, where the network is told of them. */
  readonly gazetteers?: GazetteerLists;
  /** The network's. Default: characters for a CNN, no affixes. */
  readonly reading?: WordReading;
}

/** A padded batch, time first; padding is the sentence's last word with vector 0. */
export interface EncodedSentences {
  readonly feeds: Feeds;
  /** Steps: the longest sentence's tokens. */
  readonly time: number;
  /** Tokens in all. */
  readonly tokens: number;
}

/**
 * @param sentences - words of each sentence, none empty
 * @param hide - what is withheld of a token's word: `word`, so that characters and context have to do,
 *   or `row`, its row of the table alone
 */
export function encodeSentences(
  sentences: readonly (readonly string[])[],
  { letters, vectors, vocabulary, gazetteers, reading = DEFAULT_READING }: WordFeatures,
  hide?: (sentence: number, token: number) => Withheld | undefined,
): EncodedSentences {
  const lengths = Int32Array.from(sentences, ({ length }) => length);
  const time = lengths.reduce((a, b) => Math.max(a, b), 0);
  const { spelling, distinct } = indexWords(sentences, time);
  const casings = Int32Array.from(distinct, casingOf);
  const hidden = hide && sentences.map((words, b) => words.map((_, t) => hide(b, t)));
  const grid = (data: Int32Array): HostArray => ({ shape: [time, sentences.length], data });
  return {
    time,
    tokens: lengths.reduce((a, b) => a + b, 0),
    feeds: {
      lengths: { shape: [sentences.length], data: lengths },
      spelling: grid(spelling),
      casing: grid(spelling.map((word) => casings[word])),
      ...encodeCharacters(distinct, letters, reading.characters),
      ...(reading.affixRows > 0 && { affixes: affixesOf(distinct, reading.affixRows) }),
      ...(gazetteers && { gazetteers: gazetteers.encode(sentences, time) }),
      ...(vectors && { vectors: fedVectors(sentences, vectors, time, hidden) }),
      ...(vocabulary && { words: grid(vocabularyRows(spelling, distinct, vocabulary, hidden)) }),
    },
  };
}

/** The distinct words, and which of them stands where in `[time, batch]`. */
function indexWords(sentences: readonly (readonly string[])[], time: number) {
  const batch = sentences.length;
  const spelling = new Int32Array(time * batch);
  const ids = new Map<string, number>();
  sentences.forEach((words, b) => {
    let id = 0;
    for (let t = 0; t < time; t++) {
      if (t < words.length) {
        const known = ids.get(words[t]);
        id = known ?? ids.size;
        if (known === undefined) ids.set(words[t], id);
      }
      spelling[t * batch + b] = id;
    }
  });
  return { spelling, distinct: [...ids.keys()] };
}

function affixesOf(words: readonly string[], rows: number): HostArray {
  const data = new Int32Array(words.length * AFFIXES);
  words.forEach((word, i) => {
    data.set(affixRowsOf(word, rows), i * AFFIXES);
  });
  return { shape: [words.length, AFFIXES], data };
}

/** What may be withheld of a word in training. */
export type Withheld = "word" | "row";

/** For each sentence and token what is withheld. */
type Hidden = readonly (readonly (Withheld | undefined)[])[];

function vocabularyRows(
  spelling: Int32Array,
  distinct: readonly string[],
  { rowOf }: Vocabulary,
  hidden?: Hidden,
): Int32Array {
  const known = Int32Array.from(distinct, rowOf);
  const rows = spelling.map((word) => known[word]);
  hidden?.forEach((tokens, b) => {
    tokens.forEach((withheld, t) => {
      if (withheld) rows[t * hidden.length + b] = 0;
    });
  });
  return rows;
}

/** `[time, batch, width]`; 0 where a word has no vector or it is withheld. */
function fedVectors(
  sentences: readonly (readonly string[])[],
  { rows, width, rowOf }: WordVectors,
  time: number,
  hidden?: Hidden,
): HostArray {
  const batch = sentences.length;
  const data = new Float32Array(time * batch * width);
  sentences.forEach((words, b) => {
    words.forEach((word, t) => {
      const row = hidden?.[b][t] === "word" ? -1 : rowOf(word);
      if (row >= 0) rows.copy(row, data, (t * batch + b) * width);
    });
  });
  return { shape: [time, batch, width], data };
}
