/**
 * Word vectors as files of an artifact.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { MltlError, type NamedArray, readTensorFile } from "@mltl/core";
import { type WordVectors, wordVectors } from "./word-vectors.js";

/** File names of the vectors inside an artifact. */
export const VECTOR_FILES = { words: "words.txt", vectors: "vectors.bin" } as const;

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
