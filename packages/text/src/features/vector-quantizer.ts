/**
 * Word vectors of numbers as 8-bit integers, each row by its largest entry.
 *
 * @module
 */
import { scaledRows } from "./vector-rows.js";
import { type WordVectors, wordVectors } from "./word-vectors.js";

/** Quantises vectors to 8 bits. */
export function quantizeVectors(
  words: readonly string[],
  vectors: readonly ArrayLike<number>[],
): WordVectors {
  const quantizer = new VectorQuantizer();
  words.forEach((word, i) => {
    quantizer.add(word, vectors[i]);
  });
  return quantizer.vectors();
}

/** The same for vectors that come one by one. Of a word that comes twice the first counts. */
export class VectorQuantizer {
  readonly #words = new Set<string>();
  readonly #rows: Int8Array[] = [];
  readonly #scales: number[] = [];

  /** Words so far. */
  get size(): number {
    return this.#words.size;
  }

  add(word: string, vector: ArrayLike<number>): void {
    if (this.#words.has(word)) return;
    this.#words.add(word);
    let largest = 0;
    for (let i = 0; i < vector.length; i++) largest = Math.max(largest, Math.abs(vector[i]));
    this.#scales.push(largest / 127);
    this.#rows.push(Int8Array.from(vector, (value) => Math.round((127 * value) / (largest || 1))));
  }

  vectors(): WordVectors {
    const width = this.#rows[0].length;
    const rows = new Int8Array(this.#rows.length * width);
    this.#rows.forEach((row, i) => {
      rows.set(row, i * width);
    });
    return wordVectors([...this.#words], scaledRows(rows, Float32Array.from(this.#scales)));
  }
}
