/**
 * Tagged sentences as a CoNLL file.
 *
 * @module
 */
import { conllLines, DOCUMENT_BREAK } from "../formats/write-conll.js";
import type { TaggedSentences } from "./tagged-set.js";

/** `token<TAB>BIO tag` lines, and a line before each document where documents are known. */
export function conllText({ sentences, documents = [] }: TaggedSentences): string {
  const starts = new Set(documents);
  return sentences
    .map(({ words, spans }, i) => (starts.has(i) ? DOCUMENT_BREAK : "") + conllLines(words, spans))
    .join("");
}
