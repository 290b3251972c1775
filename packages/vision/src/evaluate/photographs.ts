/**
 * The faces of labelled photographs, found as `classify` finds them.
 *
 * @module
 */
import { stat } from "node:fs/promises";
import path from "node:path";
import { findDataManifest, MltlError } from "@mltl/core";
import { alignedFaces } from "../align/aligned-faces.js";
import type { FaceSet } from "../data/face-set.js";

/** Faces of a set whose pictures are photographs. */
export interface FoundFaces {
  /** As the set, its rows those in whose photograph a face was found, its pixels the largest face. */
  readonly set: FaceSet;
  /** Photographs, those without a face among them. */
  readonly images: number;
  readonly withoutFace: number;
}

/** What is searched. */
export interface PhotographOptions {
  readonly data: string;
  readonly dataRoot: string;
  readonly onProgress?: (what: string, done: number, all: number) => void;
}

/**
 * Finds and aligns the largest face of each row's photograph.
 *
 * @throws MltlError `E_USAGE` for a set whose faces aren't in files
 */
export async function findLabelledFaces(
  read: FaceSet,
  { data, dataRoot, onProgress }: PhotographOptions,
): Promise<FoundFaces> {
  const { sources, size } = read;
  if (!sources) {
    throw new MltlError(
      "E_USAGE",
      `Expected photographs to detect faces in, received ${data}, whose faces are aligned already`,
      {
        hint: "Leave out --faces detect.",
      },
    );
  }
  const root = await rootOf(data, dataRoot);
  const files = Array.from(read.rows, (row) => path.join(root, sources[row]));
  const pixels = read.pixels.slice();
  const rows: number[] = [];
  let done = 0;
  for await (const { crops } of alignedFaces(files, { size, which: "largest" })) {
    const row = read.rows[done++];
    onProgress?.("finding faces", done, files.length);
    const [largest] = crops;
    if (!largest) continue;
    pixels.set(largest.pixels, row * size * size);
    rows.push(row);
  }
  return {
    set: { ...read, pixels, rows: Int32Array.from(rows) },
    images: files.length,
    withoutFace: files.length - rows.length,
  };
}

/** The folder that a set's sources are relative to. */
async function rootOf(data: string, dataRoot: string): Promise<string> {
  const facts = await stat(data).catch(() => undefined);
  if (facts?.isDirectory()) return data;
  if (facts?.isFile()) return path.dirname(data);
  return path.join(dataRoot, (await findDataManifest(data)).folder);
}
