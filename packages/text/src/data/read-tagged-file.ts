/**
 * Tagged sentences from one file.
 *
 * @module
 */
import { z } from "zod";
import { TAG_SCHEMES, type TagSchemeName } from "../scheme/parse-tag.js";
import type { InvalidTags } from "../scheme/read-tags.js";
import { readConllTags } from "./read-conll-tags.js";
import type { TaggedProblem, TaggedSentences } from "./tagged-set.js";

/** What may be said of how a file is read. */
export const readTaggedSettings = {
  /** Scheme of the tags; found where left out. */
  scheme: z.enum(TAG_SCHEMES).optional(),
};

/** {@link readTaggedSettings} */
export interface ReadTaggedOptions {
  readonly scheme?: TagSchemeName;
  /** What becomes of tags that the scheme doesn't allow. Default: `conlleval`. */
  readonly invalid?: InvalidTags;
}

/** @throws MltlError `E_BAD_DATA` naming file and line */
export async function readTaggedFile(
  file: string,
  { invalid }: ReadTaggedOptions,
): Promise<TaggedSentences & { readonly problems: readonly TaggedProblem[] }> {
  return { sentences: await readConllTags(file, invalid), problems: [] };
}
