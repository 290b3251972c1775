/**
 * Names of the entries along the axes of parameters: labels, tags, characters, words.
 *
 * @module
 */
import { z } from "zod";
import type { ArtifactContents } from "./save.js";

/**
 * Lists of names by what they name (see `axes` of a parameter): the i-th name is that of entry i.
 * Where entries stand for padding or the unknown they have names like any other.
 */
export type Vocabularies = Readonly<Record<string, readonly string[]>>;

/** The list that an artifact's labels are. */
export const LABELS = "label";

/** What `vocabularies.json` holds. */
export const vocabulariesSchema = z.record(z.string(), z.array(z.string()).readonly());

/** All lists of names that come with a model's contents, its labels among them. */
export function vocabulariesOf({
  labels,
  vocabularies,
}: Pick<ArtifactContents, "labels" | "vocabularies">): Vocabularies {
  return { [LABELS]: labels, ...vocabularies };
}
