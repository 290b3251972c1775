/**
 * CoNLL files as documents: tokens joined by blanks.
 *
 * @module
 */
import type { AnnotatedSentence } from "../data/tagged-set.js";
import type { TextDocument, TextEntity } from "../document/document.js";
import type { Token } from "../segment/sentence-rules.js";
import { checkedNumber } from "./column-number.js";
import { type ConllOptions, type ConllSentences, parseConll } from "./conll-sentences.js";
import { type FormContents, type ReadFormOptions, Tally } from "./form-contents.js";

/** Reads a CoNLL file's text. Sentences of a document are lines of its text. */
export function readConllDocuments(
  text: string,
  path: string,
  options: ReadFormOptions = {},
): FormContents {
  const read = parseConll(text, path, conllOptions(options));
  const { sentences, documents: starts = [0], problems } = read;
  const several = starts.length > 1;
  const documents = starts.flatMap((start, i) => {
    const own = sentences.slice(start, starts[i + 1]);
    return own.length === 0 ? [] : [documentOf(own, several ? `${path}#${i + 1}` : path)];
  });
  const leftOut = new Tally();
  const others = read.layout.columns - 2;
  if (sentences.length > 0) leftOut.add("columns other than token and tag", others);
  return {
    documents,
    problems,
    leftOut: leftOut.all(),
    notes: notesOn(read, options.scheme !== undefined),
  };
}

/**
 * What concerns CoNLL of what may be said of a file.
 *
 * @throws MltlError `E_USAGE` for a column that is no number
 */
export function conllOptions({ scheme, invalid, columns }: ReadFormOptions): ConllOptions {
  const token = checkedNumber("token", columns?.token);
  const tag = checkedNumber("tag", columns?.tag);
  return { scheme, invalid, columns: { token, tag } };
}

function documentOf(sentences: readonly AnnotatedSentence[], id: string): TextDocument {
  const lines: string[] = [];
  const entities: TextEntity[] = [];
  const places: Token[][] = [];
  let at = 0;
  for (const { words, spans } of sentences) {
    const tokens = words.map((text) => {
      const start = at;
      at += text.length + 1;
      return { start, end: start + text.length, text };
    });
    for (const { type, start, end } of spans) {
      entities.push({ type, start: tokens[start].start, end: tokens[end - 1].end });
    }
    places.push(tokens);
    lines.push(words.join(" "));
  }
  return { id, text: lines.join("\n"), exactText: false, sentences: places, entities };
}

function notesOn({ layout, scheme, sentences }: ConllSentences, declared: boolean): string[] {
  if (sentences.length === 0) return [];
  const { separator, columns, token, tag, otherTags } = layout;
  const others = otherTags.length > 0 ? ` (tags in ${otherTags.join(", ")} too)` : "";
  return [
    `${columns} columns separated by ${separator === "tab" ? "tabs" : "blanks"}: token ${token}, tag ${tag}${others}`,
    `scheme ${scheme}, ${declared ? "as declared" : "found over the whole file"}`,
  ];
}
