/**
 * Word vectors as files of an artifact.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { MltlError, type NamedArray, readTensorFile } from "@mltl/core";
import { rowsOf } from "./vector-rows.js";
import { type WordVectors, wordVectors } from "./word-vectors.js";

/** File names of the vectors inside an artifact. */
export const VECTOR_FILES = { words: "words.txt", vectors: "vectors.bin" } as const;

/** The vectors as an artifact's files. */
export function vectorFiles({ words, rows }: WordVectors) {
  return new Map<string, string | ReadonlyMap<string, NamedArray>>([
    [VECTOR_FILES.words, `${words.join("\n")}\n`],
    [VECTOR_FILES.vectors, new Map(Object.entries(rows.arrays))],
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
  const rows = rowsOf(Object.fromEntries(arrays));
  if (rows?.count !== words.length) {
    throw new MltlError(
      "E_BAD_ARTIFACT",
      `${VECTOR_FILES.words} and ${VECTOR_FILES.vectors} in ${folder} don't belong together`,
    );
  }
  return wordVectors(words, rows);
}
