/**
 * Word vectors pruned to a vocabulary and kept as 8-bit integers with a scale a row.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { MltlError, type NamedArray, readTensorFile } from "@mltl/core";

/** File names of the vectors inside an artifact. */
export const VECTOR_FILES = { words: "words.txt", vectors: "vectors.bin" } as const;

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
  const width = vectors[0].length;
  const rows = new Int8Array(words.length * width);
  const scales = new Float32Array(words.length);
  vectors.forEach((vector, row) => {
    let largest = 0;
    for (let i = 0; i < width; i++) largest = Math.max(largest, Math.abs(vector[i]));
    scales[row] = largest / 127;
    for (let i = 0; i < width; i++)
      rows[row * width + i] = Math.round((127 * vector[i]) / (largest || 1));
  });
  return wordVectors(words, rows, scales);
}

/** The vectors as an artifact's files. */
export function vectorFiles({ words, rows, scales, width }: WordVectors) {
  const arrays = new Map<string, NamedArray>([
    ["rows", { shape: [words.length, width], data: rows }],
    ["scales", { shape: [words.length], data: scales }],
  ]);
  return new Map<string, string | ReadonlyMap<string, NamedArray>>([
    [VECTOR_FILES.words, `${words.join("\n")}\n`],
    [VECTOR_FILES.vectors, arrays],
  ]);
}

/**
 * Reads what {@link vectorFiles} wrote.
 *
 * @throws MltlError `E_BAD_ARTIFACT` when words and rows don't agree
 */
export async function readVectorFiles(folder: string): Promise<WordVectors> {
  const words = (await readFile(path.join(folder, VECTOR_FILES.words), "utf8"))
    .trimEnd()
    .split("\n");
  const arrays = await readTensorFile(path.join(folder, VECTOR_FILES.vectors));
  const rows = arrays.get("rows");
  const scales = arrays.get("scales");
  if (
    !(rows?.data instanceof Int8Array) ||
    !(scales?.data instanceof Float32Array) ||
    rows.shape[0] !== words.length
  ) {
    throw new MltlError(
      "E_BAD_ARTIFACT",
      `${VECTOR_FILES.words} and ${VECTOR_FILES.vectors} in ${folder} don't belong together`,
    );
  }
  return wordVectors(words, rows.data, scales.data);
}
