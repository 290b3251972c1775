/**
 * Tagged sentences from one file.
 *
 * @module
 */
import { readConllTags } from "./read-conll-tags.js";
import type { TaggedProblem, TaggedSentences } from "./tagged-set.js";

export type ReadTaggedOptions = object;

/** @throws MltlError `E_BAD_DATA` naming file and line */
export async function readTaggedFile(
  file: string,
  _options: ReadTaggedOptions,
): Promise<TaggedSentences & { readonly problems: readonly TaggedProblem[] }> {
  return { sentences: await readConllTags(file), problems: [] };
}
