/**
 * Sentences without sense, made to cost what tweets cost: lengths, how often words come again, how
 * long words are and how many entities there are follow the train and dev of WNUT-17 (Derczynski
 * et al. 2017).
 *
 * @module
 */
import { type Random, randomStream } from "@mltl/core";
import { spansToBioes } from "#text/scheme/tag-scheme.js";
import type { LabelledSentence, LabelledSet } from "./corpus.js";

const SENTENCES = { train: 3394, dev: 1009 };
const LENGTH = { mean: 18.5, deviation: 7.5, least: 1, most: 41 };

/** Zipf and Mandelbrot: the word of rank r comes with a chance in proportion to (r + q)^-s. */
const VOCABULARY = { ranks: 100_000, q: 2, s: 1.1 };

/** Code points in the set, roughly by how often they come. */
const ALPHABET =
  "etaoinsrhldcumfpgwybvkxjqzETAOINSRHLDCUMFPGWYBVKXJQZ0123456789.,:/@#'\"!?-_&();*+=%$~|<>[]^\\`{}";

const TYPES: Readonly<Record<string, number>> = {
  person: 660,
  location: 548,
  group: 264,
  corporation: 221,
  product: 142,
  "creative-work": 140,
};
/** Entities begin at so many of the tokens that are not in the middle of one. */
const ENTITY_RATE = 1975 / (62_730 - 1185);
const ENTITY_LENGTHS = [0.6, 0.3, 0.07, 0.03];

/** The same sentences every time. */
export function syntheticSentences(): LabelledSet {
  const word = wordSource();
  const make = (split: keyof typeof SENTENCES): LabelledSentence[] => {
    const random = randomStream("synthetic sentences", split);
    return Array.from({ length: SENTENCES[split] }, () => {
      const { mean, deviation, least, most } = LENGTH;
      const wanted = Math.round(mean + deviation * random.normal());
      const length = Math.min(most, Math.max(least, wanted));
      const words = Array.from({ length }, () => word(random));
      return { words, labels: labelsOf(length, random) };
    });
  };
  const train = make("train");
  return { source: "synthetic", types: Object.keys(TYPES), train, dev: make("dev") };
}

function labelsOf(length: number, random: Random): string[] {
  const spans = [];
  for (let at = 0; at < length; at++) {
    if (random.next() >= ENTITY_RATE) continue;
    const end = Math.min(length, at + 1 + draw(ENTITY_LENGTHS, random));
    spans.push({ type: Object.keys(TYPES)[draw(Object.values(TYPES), random)], start: at, end });
    at = end - 1;
  }
  return spansToBioes(spans, length);
}

function draw(weights: readonly number[], random: Random): number {
  let left = random.next() * weights.reduce((sum, weight) => sum + weight, 0);
  return Math.max(
    weights.findIndex((weight) => {
      left -= weight;
      return left < 0;
    }),
    0,
  );
}

function wordSource(): (random: Random) => string {
  const upTo = new Float64Array(VOCABULARY.ranks);
  let sum = 0;
  for (let rank = 0; rank < upTo.length; rank++) {
    sum += (rank + 1 + VOCABULARY.q) ** -VOCABULARY.s;
    upTo[rank] = sum;
  }
  const known = new Map<number, string>();
  const taken = new Set<string>();
  return (random) => {
    const rank = firstAbove(upTo, random.next() * sum);
    let word = known.get(rank);
    if (word === undefined) {
      word = spell(rank, taken);
      known.set(rank, word);
      taken.add(word);
    }
    return word;
  };
}

function firstAbove(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Rare words are longer, and some of the rarest are addresses. */
function spell(rank: number, taken: ReadonlySet<string>): string {
  const random = randomStream("synthetic word", rank);
  const address = rank > 500 && random.next() < 0.04;
  const usual = (0.8 + 0.57 * Math.log(rank + 1)) * Math.exp(0.35 * random.normal());
  let length = address ? 20 + random.integer(12) : Math.max(1, Math.round(usual));
  for (let tries = 1; ; tries++) {
    let word = "";
    while (word.length < length) {
      word += ALPHABET[Math.floor(ALPHABET.length * random.next() ** 3)];
    }
    if (!taken.has(word)) return word;
    if (tries % 20 === 0) length++;
  }
}
