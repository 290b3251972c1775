/**
 * Face sets in a compact form: gzip of raw bytes, one file a column, `SET.SPLIT.u8.gz` for pixels
 * (48x48 grey) and `SET.SPLIT.labels.u8.gz` for classes, every file in the same row order.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { MltlError } from "@mltl/core";
import type { FaceSet, FaceSource } from "./face-set.js";

const SIZE = 48;

/** Pixels and labels; and names and persons, where there is a `SET.SPLIT.names.txt`. */
export async function readFaceBytes(source: FaceSource): Promise<FaceSet> {
  const labels = await readColumn(source, "labels.u8");
  const count = labels.length;
  const pixels = await readColumn(source, "u8", count * SIZE ** 2);
  const rows = Int32Array.from({ length: count }, (_, row) => row);
  return { size: SIZE, count, pixels, labels, rows, ...(await readNames(source, count)) };
}

/** Lines of name, tab, person. */
async function readNames(
  { name, folder, split }: FaceSource,
  count: number,
): Promise<Pick<FaceSet, "sources" | "groups" | "columns">> {
  const file = path.join(folder, `${name}.${split}.names.txt`);
  if (!existsSync(file)) return {};
  const lines = (await readFile(file, "utf8")).trimEnd().split("\n");
  if (lines.length !== count) {
    throw new MltlError(
      "E_BAD_DATA",
      `Expected ${count} lines for as many faces as there are labels in ${file}, received ${lines.length}`,
    );
  }
  const columns = lines.map((line) => line.split("\t"));
  const persons = columns.map(([, person]) => person);
  return {
    sources: columns.map(([source]) => source),
    groups: persons,
    columns: { person: persons },
  };
}

/**
 * One column's bytes.
 *
 * @throws MltlError `E_BAD_DATA` unless there are `length`, where that is given
 */
export async function readColumn(
  { name, folder, split }: FaceSource,
  column: string,
  length?: number,
): Promise<Uint8Array> {
  const file = path.join(folder, `${name}.${split}.${column}.gz`);
  const bytes = new Uint8Array(gunzipSync(await readFile(file)));
  if (length === undefined || bytes.length === length) return bytes;
  throw new MltlError(
    "E_BAD_DATA",
    `Expected ${length} bytes for as many faces as there are labels in ${file}, received ${bytes.length}`,
  );
}
