/**
 * Word vectors pruned to a vocabulary and kept as 8-bit integers with a scale a row.
 *
 * @module
 */
/** Vectors of lower-cased words. */
export interface WordVectors {
  readonly width: number;
  readonly words: readonly string[];
  /** [words, width] row-major; times the row's scale gives the vector. */
  readonly rows: Int8Array;
  /** [words] */
  readonly scales: Float32Array;
  /** Row of a word as it is written, or lower-cased, or with digits as 0; -1 where unknown. */
  rowOf(word: string): number;
}

/** Wraps quantised rows with the look-up. */
export function wordVectors(
  words: readonly string[],
  rows: Int8Array,
  scales: Float32Array,
): WordVectors {
  const index = new Map(words.map((word, row) => [word, row]));
  const lookUp = (word: string) => index.get(word) ?? -1;
  return {
    width: rows.length / words.length,
    words,
    rows,
    scales,
    rowOf(word) {
      const exact = lookUp(word);
      if (exact >= 0) return exact;
      const lower = lookUp(word.toLowerCase());
      return lower >= 0 || !/\d/.test(word)
        ? lower
        : lookUp(word.toLowerCase().replace(/\d/g, "0"));
    },
  };
}

/** Quantises vectors to 8 bits, each row by its largest entry. */
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
    return wordVectors([...this.#words], rows, Float32Array.from(this.#scales));
  }
}
