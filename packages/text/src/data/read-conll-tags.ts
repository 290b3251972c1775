/**
 * Tagged sentences from CoNLL files of two columns: token, TAB, BIO tag; a blank line between
 * sentences; plain or gzipped.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { MltlError } from "@mltl/core";
import { type InvalidTags, tagsToSpans } from "../scheme/read-tags.js";
import type { AnnotatedSentence } from "./tagged-set.js";

/** @throws MltlError `E_BAD_DATA` naming file and line */
export async function readConllTags(
  file: string,
  invalid?: InvalidTags,
): Promise<AnnotatedSentence[]> {
  const bytes = await readFile(file);
  const text = (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  const sentences: AnnotatedSentence[] = [];
  let words: string[] = [];
  let tags: string[] = [];
  const finish = () => {
    if (words.length > 0) sentences.push({ words, spans: tagsToSpans(tags, { invalid }) });
    words = [];
    tags = [];
  };
  for (const [i, line] of text.split("\n").entries()) {
    if (line.trim() === "") {
      finish();
      continue;
    }
    const [word, tag, ...rest] = line.split("\t");
    if (rest.length > 0 || !/^(O|[BI]-.+)$/.test(tag ?? "")) {
      throw new MltlError(
        "E_BAD_DATA",
        `Expected 'token<TAB>BIO tag' in ${file}, line ${i + 1}, received '${line}'`,
      );
    }
    words.push(word);
    tags.push(tag);
  }
  finish();
  return sentences;
}
