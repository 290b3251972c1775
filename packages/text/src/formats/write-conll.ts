/**
 * CoNLL: `token<TAB>tag`, a blank line after each sentence, a `-DOCSTART-` line between documents.
 *
 * @module
 */
import type { Span } from "@mltl/core";
import type { TextDocument } from "../document/document.js";
import type { TagSchemeName } from "../scheme/parse-tag.js";
import { spansToTags } from "../scheme/write-tags.js";
import { DOCUMENT_START } from "./conll-layout.js";
import type { Losses } from "./losses.js";

/** The line that parts documents, and the blank one after it. */
export const DOCUMENT_BREAK = `${DOCUMENT_START}\tO\n\n`;

/** A sentence's lines, the blank one included. */
export function conllLines(
  words: readonly string[],
  spans: readonly Span[],
  scheme: TagSchemeName = "BIO",
): string {
  const tags = spansToTags(spans, words.length, scheme);
  return `${words.map((word, i) => `${word}\t${tags[i]}`).join("\n")}\n\n`;
}

/** A document's lines; the text between tokens is lost. */
export function toConll(document: TextDocument, losses: Losses, scheme?: TagSchemeName): string {
  const sentences = losses.aligned(document);
  if (document.exactText && sentences.length > 0) losses.add("documents' spacing");
  return sentences
    .map(({ words, spans }) => {
      const own = words.map((word) => losses.encodable(cell(word)));
      const labelled = spans.map((span) => ({
        ...span,
        type: losses.label(span.type, /[\t\r\n]/g),
      }));
      return conllLines(own, labelled, scheme);
    })
    .join("");
}

/** A token as a cell: white space in one is a blank. */
export const cell = (word: string): string => word.replace(/[\t\r\n]/g, " ");
