/**
 * Sentences of words as the arrays that a tagger reads.
 *
 * @module
 */
import type { Feeds, HostArray } from "@mltl/core";
import { casingOf } from "./casing.js";
import { type Alphabet, encodeCharacters } from "./encode-characters.js";
import type { WordVectors } from "./word-vectors.js";

/** What is looked up for each word. */
export interface WordFeatures {
  readonly letters: Alphabet;
  /** Vectors that are fed, where the network takes them. */
  readonly vectors?: WordVectors;
}

/** A padded batch, time first; padding is word 0 of the batch with vector and casing 0. */
export interface EncodedSentences {
  readonly feeds: Feeds;
  /** Steps: the longest sentence's tokens. */
  readonly time: number;
  /** Tokens in all. */
  readonly tokens: number;
}

/**
 * @param sentences - words of each sentence, none empty
 * @param hideVector - true for a token whose vector is withheld (word dropout)
 */
export function encodeSentences(
  sentences: readonly (readonly string[])[],
  { letters, vectors }: WordFeatures,
  hideVector: (sentence: number, token: number) => boolean = () => false,
): EncodedSentences {
  const batch = sentences.length;
  const lengths = Int32Array.from(sentences, ({ length }) => length);
  const time = lengths.reduce((a, b) => Math.max(a, b), 0);
  const spelling = new Int32Array(time * batch);
  const casing = new Int32Array(time * batch);
  const distinct = new Map<string, number>();
  const casings: number[] = [];
  sentences.forEach((words, b) => {
    words.forEach((word, t) => {
      let id = distinct.get(word);
      if (id === undefined) {
        id = distinct.size;
        distinct.set(word, id);
        casings.push(casingOf(word));
      }
      spelling[t * batch + b] = id;
      casing[t * batch + b] = casings[id];
    });
  });
  const grid = (data: Int32Array): HostArray => ({ shape: [time, batch], data });
  return {
    time,
    tokens: lengths.reduce((a, b) => a + b, 0),
    feeds: {
      lengths: { shape: [batch], data: lengths },
      spelling: grid(spelling),
      casing: grid(casing),
      ...encodeCharacters([...distinct.keys()], letters),
      ...(vectors && { vectors: fedVectors(sentences, vectors, time, hideVector) }),
    },
  };
}

/** `[time, batch, width]`; 0 where a word has no vector or it is withheld. */
function fedVectors(
  sentences: readonly (readonly string[])[],
  { rows, scales, width, rowOf }: WordVectors,
  time: number,
  hideVector: (sentence: number, token: number) => boolean,
): HostArray {
  const batch = sentences.length;
  const data = new Float32Array(time * batch * width);
  sentences.forEach((words, b) => {
    words.forEach((word, t) => {
      const row = hideVector(b, t) ? -1 : rowOf(word);
      if (row < 0) return;
      const at = (t * batch + b) * width;
      const scale = scales[row];
      for (let i = 0; i < width; i++) data[at + i] = rows[row * width + i] * scale;
    });
  });
  return { shape: [time, batch, width], data };
}
