/**
 * Phrases by the hash of their characters, looked up at the borders of tokens.
 *
 * @module
 */
import { canonicalPhrase, canonicalWord, type GazetteerCase } from "./canonical-phrase.js";
import type { RuleSpan, RuleTokens } from "./rule-tokens.js";

/** FNV-1a, 32 bits. */
const SEED = 0x811c9dc5 | 0;
const PRIME = 0x01000193;
const BLANK = 0x20;
/** Bits of the set of beginnings. */
const BEGINNINGS = 1 << 24;

/**
 * A gazetteer of up to millions of phrases in a few flat arrays. Only stretches from a token's
 * start to a token's end are hashed, so a hit is on token borders by construction, and of those only
 * as long as some phrase begins so.
 */
export class PhraseTable {
  readonly types: string[] = [];
  readonly #case: GazetteerCase;
  readonly #typeIds = new Map<string, number>();
  /** All phrases, one behind another. */
  #pool = new Uint16Array(1 << 12);
  #size = 0;
  /** Where each phrase begins in the pool; the next one's begin is its end. */
  #begins = new Uint32Array(1 << 8);
  #typeOf = new Uint16Array(1 << 8);
  #hashes = new Int32Array(1 << 8);
  /** Open addressing; a phrase's number plus 1, or 0. */
  #slots = new Int32Array(1 << 9);
  /** Of the phrases that begin with a UTF-16 unit, the longest's units, blanks not counted. */
  readonly #longest = new Uint32Array(1 << 16);
  /** Hashes of what stands before a blank inside a phrase, as bits; some more may be set. */
  readonly #beginnings = new Uint32Array(BEGINNINGS / 32);
  #count = 0;

  constructor(letters: GazetteerCase = "exact") {
    this.#case = letters;
  }

  /** Phrases. */
  get size(): number {
    return this.#count;
  }

  /**
   * Adds a phrase, unless it is there: then it keeps its type.
   *
   * @returns the type that the phrase has
   */
  add(phrase: string, type: string): string {
    const text = canonicalPhrase(phrase, this.#case);
    this.#grow(text.length);
    const from = this.#size;
    let hash = SEED;
    let units = 0;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      this.#pool[from + i] = unit;
      if (unit === BLANK) this.#setBeginning(hash);
      else {
        hash = Math.imul(hash ^ unit, PRIME);
        units++;
      }
    }
    const slot = this.#slotOf(hash, from, text.length);
    const known = this.#slots[slot];
    if (known > 0) return this.types[this.#typeOf[known - 1]];
    const phraseId = this.#count++;
    this.#slots[slot] = phraseId + 1;
    this.#hashes[phraseId] = hash;
    this.#typeOf[phraseId] = this.#typeId(type);
    this.#size = from + text.length;
    this.#begins[phraseId + 1] = this.#size;
    const first = text.charCodeAt(0);
    if (units > this.#longest[first]) this.#longest[first] = units;
    return type;
  }

  /** Every phrase that stands in the sentence, overlapping ones too. */
  find(sentence: Pick<RuleTokens, "tokens" | "spaced">): RuleSpan[] {
    if (this.#count === 0) return [];
    const words = sentence.tokens.map((token) => canonicalWord(token, this.#case));
    const { spaced } = sentence;
    const found: RuleSpan[] = [];
    for (let start = 0; start < words.length; start++) {
      const longest = this.#longest[words[start].charCodeAt(0)];
      let hash = SEED;
      let units = 0;
      for (let end = start; end < words.length; end++) {
        const word = words[end];
        units += word.length;
        if (units > longest) break;
        for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), PRIME);
        const phrase = this.#lookUp(hash, words, spaced, start, end);
        if (phrase >= 0) {
          const type = this.types[this.#typeOf[phrase]];
          found.push({ type, start, end: end + 1, source: "gazetteer" });
        }
        if (spaced?.[end] && !this.#isBeginning(hash)) break;
      }
    }
    return found;
  }

  #lookUp(
    hash: number,
    words: readonly string[],
    spaced: readonly boolean[] | undefined,
    start: number,
    end: number,
  ): number {
    const mask = this.#slots.length - 1;
    for (let slot = place(hash) & mask; this.#slots[slot] > 0; slot = (slot + 1) & mask) {
      const phrase = this.#slots[slot] - 1;
      if (this.#hashes[phrase] !== hash) continue;
      if (this.#stands(phrase, words, spaced, start, end)) return phrase;
    }
    return -1;
  }

  /** Whether the words are the phrase, with blanks where it has them. */
  #stands(
    phrase: number,
    words: readonly string[],
    spaced: readonly boolean[] | undefined,
    start: number,
    end: number,
  ): boolean {
    const pool = this.#pool;
    const stop = this.#begins[phrase + 1];
    let at = this.#begins[phrase];
    for (let n = start; n <= end; n++) {
      const word = words[n];
      for (let i = 0; i < word.length; i++) {
        if (at === stop || pool[at++] !== word.charCodeAt(i)) return false;
      }
      if (n === end) break;
      const blank = at < stop && pool[at] === BLANK;
      if (spaced && spaced[n] !== blank) return false;
      if (blank) at++;
    }
    return at === stop;
  }

  /** The slot of the phrase in the pool at `from`, or the free one where it would go. */
  #slotOf(hash: number, from: number, length: number): number {
    const mask = this.#slots.length - 1;
    let slot = place(hash) & mask;
    for (; this.#slots[slot] > 0; slot = (slot + 1) & mask) {
      const phrase = this.#slots[slot] - 1;
      if (this.#hashes[phrase] !== hash) continue;
      const begin = this.#begins[phrase];
      if (this.#begins[phrase + 1] - begin !== length) continue;
      let i = 0;
      while (i < length && this.#pool[begin + i] === this.#pool[from + i]) i++;
      if (i === length) break;
    }
    return slot;
  }

  #typeId(type: string): number {
    const known = this.#typeIds.get(type);
    if (known !== undefined) return known;
    this.#typeIds.set(type, this.types.length);
    return this.types.push(type) - 1;
  }

  #setBeginning(hash: number): void {
    const bit = place(hash) & (BEGINNINGS - 1);
    this.#beginnings[bit >>> 5] |= 1 << (bit & 31);
  }

  #isBeginning(hash: number): boolean {
    const bit = place(hash) & (BEGINNINGS - 1);
    return (this.#beginnings[bit >>> 5] & (1 << (bit & 31))) !== 0;
  }

  #grow(units: number): void {
    if (this.#size + units > this.#pool.length) {
      const pool = new Uint16Array(2 * (this.#size + units));
      pool.set(this.#pool);
      this.#pool = pool;
    }
    if (this.#count + 2 <= this.#hashes.length) return;
    const places = 2 * this.#hashes.length;
    this.#begins = resized(this.#begins, new Uint32Array(places));
    this.#typeOf = resized(this.#typeOf, new Uint16Array(places));
    this.#hashes = resized(this.#hashes, new Int32Array(places));
    this.#slots = new Int32Array(2 * places);
    const mask = this.#slots.length - 1;
    for (let phrase = 0; phrase < this.#count; phrase++) {
      let slot = place(this.#hashes[phrase]) & mask;
      while (this.#slots[slot] > 0) slot = (slot + 1) & mask;
      this.#slots[slot] = phrase + 1;
    }
  }
}

/** A hash with its high bits in its low ones, which FNV mixes least. */
function place(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return mixed ^ (mixed >>> 16);
}

function resized<T extends { set(from: T): void }>(from: T, to: T): T {
  to.set(from);
  return to;
}
