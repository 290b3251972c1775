/**
 * Face data sets by their manifests, whatever format they are in.
 *
 * @module
 */
import { type DataManifest, MltlError, requireData } from "@mltl/core";
import { readFaceFolders } from "./face-folders.js";
import type { FaceSet, FaceSource } from "./face-set.js";
import { readFer2013, readFerplus } from "./fer2013.js";
import type { FerplusTargets } from "./ferplus.js";
import { readFaceBytes } from "./gzip-columns.js";

/** Readers by the `format` of a manifest. */
const READERS: Readonly<Record<string, (source: FaceSource) => Promise<FaceSet>>> = {
  fer2013: readFer2013,
  ferplus: readFerplus,
  "face-bytes": readFaceBytes,
  "face-folders": readFaceFolders,
};

/** What a set's own files may call a split. */
const SPLIT_NAMES: Readonly<Record<string, readonly string[]>> = { dev: ["dev", "val"] };

export interface ReadFacesOptions {
  /** Leave out the rows that the set itself marks as unfit, such as twins of faces in another split. */
  readonly clean?: boolean;
  /** For FER+: which faces, under which label. Default: `majority`. */
  readonly targets?: FerplusTargets;
}

/**
 * Reads one split of a set under the data root.
 *
 * @param split - `train`, `dev`, `test` or another that the manifest counts
 * @throws MltlError `E_BAD_PLAN` for a set of no face format, `E_NOT_FOUND` for a set that isn't here
 *   or a split it doesn't have, `E_BAD_DATA` for files that don't agree
 */
export async function readFaceSet(
  root: string,
  manifest: DataManifest,
  split: string,
  { clean = false, targets }: ReadFacesOptions = {},
): Promise<FaceSet> {
  const { name, format, labels = [] } = manifest;
  const read = READERS[format];
  if (!read) {
    const known = Object.keys(READERS).join(", ");
    throw new MltlError(
      "E_BAD_PLAN",
      `Expected a data set of faces (formats ${known}), received '${name}' of format ${format}`,
    );
  }
  const folder = requireData(root, manifest);
  const set = await read({ name, folder, split: ownName(manifest, split), labels, clean, targets });
  const wrong = set.labels.find((label) => label >= labels.length);
  if (wrong === undefined) return set;
  throw new MltlError(
    "E_BAD_DATA",
    `Expected classes below ${labels.length} in split '${split}' of ${name}, received ${wrong}`,
  );
}

function ownName({ name, counts = {}, files }: DataManifest, split: string): string {
  const parts = new Set(Object.keys(files).flatMap((file) => file.split(/[./]/)));
  const found = (SPLIT_NAMES[split] ?? [split]).find((candidate) => parts.has(candidate));
  if (found !== undefined && split in counts) return found;
  throw new MltlError(
    "E_NOT_FOUND",
    `Data set '${name}' has no split '${split}'. Splits: ${Object.keys(counts).join(", ")}`,
  );
}
