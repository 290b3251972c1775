/**
 * Tagged sentences from a file of any form.
 *
 * @module
 */
import { z } from "zod";
import { alignDocument } from "../document/align-entities.js";
import { ANNOTATION_FORMS } from "../formats/annotation-form.js";
import { parseConll } from "../formats/conll-sentences.js";
import { conllOptions } from "../formats/read-conll-documents.js";
import {
  openAnnotated,
  type ReadDocumentsOptions,
  readAnnotated,
} from "../formats/read-documents.js";
import { TAG_SCHEMES } from "../scheme/parse-tag.js";
import type { AnnotatedSentence, TaggedProblem, TaggedSentences } from "./tagged-set.js";

const column = z.union([z.number().int().positive(), z.string().min(1)]);

/** What may be said of how a file is read. */
export const readTaggedSettings = {
  /** Form of the file; found where left out. */
  form: z.enum(ANNOTATION_FORMS).optional(),
  /** Scheme of the tags; found where left out. */
  scheme: z.enum(TAG_SCHEMES).optional(),
  /** Columns of token and tag: numbers from 1, in CoNLL-U names; found where left out. */
  columns: z.strictObject({ token: column.optional(), tag: column.optional() }).optional(),
  /** Column or key of the text in CSV and JSON; `text` where left out. */
  textColumn: z.string().min(1).optional(),
};

/** How a file is read; what it says itself is found. */
export type ReadTaggedOptions = Pick<
  ReadDocumentsOptions,
  "form" | "scheme" | "invalid" | "columns" | "textColumn"
>;

/**
 * Reads it. Where it holds several documents their borders are kept.
 *
 * @throws MltlError `E_NOT_FOUND`, `E_BAD_ENCODING` naming the byte, `E_BAD_DATA` for what is of no
 *   form; what single lines have wrong is among the problems
 */
export async function readTaggedFile(
  file: string,
  options: ReadTaggedOptions,
): Promise<TaggedSentences & { readonly problems: readonly TaggedProblem[] }> {
  const opened = await openAnnotated(file, options.form);
  // Its tokens are its entities' borders already: a text between them would change nothing.
  if (opened.form === "conll") return readConll(opened.text, file, options);
  const { documents, problems } = await readAnnotated(opened, file, options);
  const sentences: AnnotatedSentence[] = [];
  const starts: number[] = [];
  const found: TaggedProblem[] = [...problems];
  for (const document of documents) {
    const aligned = alignDocument(document);
    starts.push(sentences.length);
    for (const { words, spans } of aligned.sentences) {
      if (words.length > 0) sentences.push({ words, spans });
    }
    const { id } = document;
    for (const { reason } of aligned.misaligned) {
      found.push({ path: id, reason: reason.replace(`${id}: `, "") });
    }
  }
  const borders = new Set(starts.filter((start) => start < sentences.length));
  const several = documents.length > 1 ? { documents: [...borders] } : {};
  return { sentences, ...several, problems: found };
}

function readConll(text: string, file: string, options: ReadTaggedOptions) {
  const { sentences, documents = [], problems } = parseConll(text, file, conllOptions(options));
  return { sentences, ...(documents.length > 1 && { documents }), problems };
}
