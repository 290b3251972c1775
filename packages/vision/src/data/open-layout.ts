/**
 * Finds out how a data set at a path is laid out.
 *
 * @module
 */
import { listClassFolders } from "./class-folders.js";
import type { FaceSet } from "./face-set.js";
import type { FaceProblem } from "./labelled-pictures.js";
import { openListing } from "./open-listing.js";

/** A data set as its own files have it. */
export interface OpenLayout {
  readonly labels: readonly string[];
  readonly splits: readonly string[];
  readonly problems: readonly FaceProblem[];
  readonly sha256: string;
  /** One of the splits, its classes numbered as in `labels`. */
  read(split: string): Promise<FaceSet>;
}

/** Opens what is at a path. */
export async function openLayout(place: string): Promise<OpenLayout> {
  return openListing(place, await listClassFolders(place));
}
