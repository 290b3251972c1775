/**
 * Finds out how a data set at a path is laid out.
 *
 * @module
 */
import { stat } from "node:fs/promises";
import path from "node:path";
import { MltlError } from "@mltl/core";
import { listClassFolders } from "./class-folders.js";
import { readCsvHead } from "./csv-head.js";
import { canonicalLabel, EMOTIONS } from "./emotion-labels.js";
import type { FaceSet } from "./face-set.js";
import {
  isPixelTable,
  isVoteTable,
  openPixelTable,
  openVoteTable,
  pixelTableIn,
} from "./kaggle-fer2013.js";
import { type FaceProblem, listFolder, type PictureListing } from "./labelled-pictures.js";
import { listCohnKanade, listNamedPictures } from "./laboratory-sets.js";
import { openListing } from "./open-listing.js";
import { isPictureTable, listPictureTable } from "./picture-table.js";
import { listRafDb, rafDbListIn } from "./raf-db.js";
import type { ReadFacesOptions } from "./read-face-set.js";

/** A data set as its own files have it. */
export interface OpenLayout {
  readonly labels: readonly string[];
  readonly splits: readonly string[];
  readonly problems: readonly FaceProblem[];
  readonly sha256: string;
  /** One of the splits, its classes numbered as in `labels`. */
  read(split: string, options?: ReadFacesOptions): Promise<FaceSet>;
}

/**
 * Opens what is at a path: a table by its head, a folder by what lies in it.
 *
 * @throws MltlError `E_BAD_DATA` for a file that is no table
 */
export async function openLayout(place: string): Promise<OpenLayout> {
  if (!(await stat(place)).isDirectory()) return openTable(place);
  const pixels = pixelTableIn(place);
  if (pixels !== undefined) return openPixelTable(pixels);
  return openListing(place, await listingIn(place));
}

async function openTable(file: string): Promise<OpenLayout> {
  if (!/\.(csv|tsv|txt)$/i.test(file)) {
    throw new MltlError("E_BAD_DATA", `Expected a folder or a CSV of faces, received ${file}`);
  }
  const head = await readCsvHead(file);
  if (isPixelTable(head)) return openPixelTable(file);
  if (isVoteTable(head)) return openVoteTable(file);
  return openListing(file, await listPictureTable(file, head));
}

async function listingIn(folder: string): Promise<PictureListing> {
  const rafDb = rafDbListIn(folder);
  if (rafDb !== undefined) return listRafDb(folder, rafDb);
  const { folders, files } = await listFolder(folder);
  const tables = files.filter((name) => /\.(csv|tsv)$/i.test(name));
  if (folders.every((name) => !EMOTIONS.includes(canonicalLabel(name)))) {
    const [table] = tables.map((name) => path.join(folder, name));
    const head = tables.length === 1 ? await readCsvHead(table) : undefined;
    if (head && isPictureTable(head)) return listPictureTable(table, head);
    const special = (await listCohnKanade(folder)) ?? (await listNamedPictures(folder));
    if (special) return special;
  }
  return listClassFolders(folder);
}
