import { DOCUMENT_START } from "../formats/conll-layout.js";
import { SENTENCE_LIMITS, type Sentence } from "../segment/segment.js";
import type { Token } from "../segment/sentence-rules.js";
import { type Line, readLines } from "./lines.js";

const LONGEST_LINE = 65_536;
const COMMENT = /^# [^\t]* = /;

/**
 * Sentences of a CoNLL file: the first column of each line is a token, a blank line ends the
 * sentence; `-DOCSTART-` lines and comments (`# key = value`) are passed over. Offsets are into
 * the file's text, and so a sentence's `text` has the other columns and the line ends in it.
 *
 * @throws MltlError `E_BAD_INPUT` for a line of more than 65,536 characters
 */
export async function* readConll(
  pieces: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<Sentence, void, undefined> {
  let index = 0;
  let lines: Line[] = [];
  let tokens: Token[] = [];
  const close = (): Sentence => {
    const start = tokens[0].start;
    const end = tokens[tokens.length - 1].end;
    const startCodePoint = lines[0].startCodePoint + (start - lines[0].start);
    const raw = lines.map((line) => line.text + line.ending).join("");
    const text = raw.slice(start - lines[0].start, end - lines[0].start);
    const opens = "paragraph" as const;
    const sentence = { index, start, end, startCodePoint, opens, text, tokens };
    index++;
    lines = [];
    tokens = [];
    return sentence;
  };
  for await (const line of readLines(pieces, LONGEST_LINE)) {
    const text = line.start === 0 ? line.text.replace(/^\ufeff/, " ") : line.text;
    const found = /\S+/.exec(text.includes("\t") ? text.slice(0, text.indexOf("\t")) : text);
    if (!found || found[0] === DOCUMENT_START || COMMENT.test(text)) {
      if (tokens.length > 0) yield close();
      continue;
    }
    if (tokens.length >= SENTENCE_LIMITS.tokens) yield close();
    const start = line.start + found.index;
    lines.push(line);
    tokens.push({ start, end: start + found[0].length, text: found[0] });
  }
  if (tokens.length > 0) yield close();
}
