/**
 * Entities of some text on the tokens of others who cut the same text their own way.
 *
 * @module
 */
import { MltlError, type Span } from "@mltl/core";
import type { AnnotatedSentence, TaggedProblem } from "../data/tagged-set.js";
import type { TextDocument } from "../document/document.js";

/** What messages name. */
export interface PlaceNames {
  readonly file: string;
  readonly data: string;
}

const AROUND = 20;

/**
 * The documents' entities as spans of the sentences' words. Both have to be the same characters in
 * the same order, white space aside. An entity that begins or ends inside a word has all of it, and
 * one over several sentences ends with the first; both are named, as neither can be right but by luck.
 *
 * @throws MltlError `E_BAD_DATA` where the text is another
 */
export function placeEntities(
  documents: readonly TextDocument[],
  sentences: readonly AnnotatedSentence[],
  names: PlaceNames,
): { found: Span[][]; problems: TaggedProblem[] } {
  const { tokenOf, sentenceOf, firstOf, text } = charactersOf(sentences);
  const found: Span[][] = sentences.map(() => []);
  const problems: TaggedProblem[] = [];
  let at = 0;
  for (const document of documents) {
    const own = withoutBlanks(document.text);
    requireSame(own.text, text, at, names, sentenceOf);
    for (const { type, start, end } of document.entities) {
      const from = at + own.before[start];
      const to = at + own.before[end] - 1;
      if (to < from) continue;
      const sentence = sentenceOf[from];
      const widened =
        (from > 0 && tokenOf[from - 1] === tokenOf[from]) || tokenOf[to + 1] === tokenOf[to];
      const crosses = sentenceOf[to] !== sentence;
      const last = crosses ? sentences[sentence].words.length - 1 : tokenOf[to] - firstOf[sentence];
      found[sentence].push({ type, start: tokenOf[from] - firstOf[sentence], end: last + 1 });
      if (widened || crosses) {
        const why = crosses ? "goes over the end of a sentence" : "begins or ends inside a word";
        const reason = `${type} '${document.text.slice(start, end)}' ${why} of ${names.data}`;
        problems.push({ path: document.id, reason });
      }
    }
    at += own.text.length;
  }
  requireSame("", text, at, names, sentenceOf, true);
  return { found: found.map(withoutOverlaps), problems };
}

/** Of entities that share words, the first; and of those that begin together the longest. */
function withoutOverlaps(spans: Span[]): Span[] {
  const kept: Span[] = [];
  for (const span of spans.sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (span.start >= (kept.at(-1)?.end ?? 0)) kept.push(span);
  }
  return kept;
}

/** All characters of the words but blanks, and the token and the sentence of each. */
function charactersOf(sentences: readonly AnnotatedSentence[]) {
  const words = sentences.flatMap((sentence) =>
    sentence.words.map((word) => withoutBlanks(word).text),
  );
  const text = words.join("");
  const tokenOf = new Int32Array(text.length + 1).fill(-1);
  const sentenceOf = new Int32Array(text.length + 1).fill(sentences.length);
  const firstOf: number[] = [];
  let [at, token] = [0, 0];
  sentences.forEach((sentence, number) => {
    firstOf.push(token);
    for (let i = 0; i < sentence.words.length; i++) {
      const { length } = words[token];
      tokenOf.fill(token++, at, at + length);
      sentenceOf.fill(number, at, at + length);
      at += length;
    }
  });
  return { text, tokenOf, sentenceOf, firstOf };
}

/** A text without white space, and how many of its characters stand before each offset. */
function withoutBlanks(text: string): { text: string; before: Int32Array } {
  const before = new Int32Array(text.length + 1);
  let kept = "";
  for (let i = 0; i < text.length; i++) {
    before[i] = kept.length;
    if (!/\s/.test(text[i])) kept += text[i];
  }
  before[text.length] = kept.length;
  return { text: kept, before };
}

function requireSame(
  own: string,
  text: string,
  at: number,
  { file, data }: PlaceNames,
  sentenceOf: Int32Array,
  end = false,
): void {
  if (text.startsWith(own, at) && !(end && at < text.length)) return;
  let same = 0;
  while (same < own.length && own[same] === text[at + same]) same++;
  const sentence = Math.min(
    sentenceOf[Math.min(at + same, text.length)],
    sentenceOf[text.length] - 1,
  );
  const expected = text.slice(at + same, at + same + AROUND);
  const received = end ? "the end" : `'${own.slice(same, same + AROUND)}'`;
  throw new MltlError(
    "E_BAD_DATA",
    `Expected the text of ${data} in ${file}, received another from sentence ${sentence + 1} on: ${received} where '${expected}' stands`,
    {
      hint: "Predictions are scored on the very sentences that they were made for: all of the split, in order.",
    },
  );
}
