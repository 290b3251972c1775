import { UNSPACED } from "./characters.js";
import type { Ending } from "./tokenize.js";

/** A token with offsets into the whole input and its own text. */
export interface Token {
  /** First UTF-16 unit. */
  start: number;
  /** One past the last UTF-16 unit. */
  end: number;
  text: string;
}

/** What lies between two runs of text. */
export interface Gap {
  /** Line ends in it; `\r\n` is one. */
  newlines: number;
  /** Whether it separates paragraphs: a blank line, a form feed, a very long space. */
  paragraph: boolean;
  /** Whether it is empty. */
  none: boolean;
}

/** The sentence so far, and where it stands. */
export interface OpenSentence {
  tokens: Token[];
  /** Of each token, how it ends. */
  endings: Ending[];
  /** Whether it begins at the start of a line. */
  atLineStart: boolean;
  /** Whether it has gone over the end of a line. */
  wrapped: boolean;
}

const TERMINATOR = /^[\p{Sentence_Terminal}…]+$/u;
const CLOSER = /^(?:["'’”»›)\]}」』）】》〉]+|'')$/;
const UNSPACED_END = /[。！？｡]$/;
const UNSPACED_START = new RegExp(`^[${UNSPACED}「『（【《〈]`, "u");
const LOWER = /^\p{Ll}/u;
const UPPER = /^\p{Lu}/u;
const CONTINUES = /^[,;:)\]}]/;
const LIST_NUMBER = /^(?:\p{N}{1,3}|\p{L})$/u;
const LIST_MARKER = /^(?:[-*•·–—>]|\(?(?:\p{N}{1,3}|\p{L})[.)]|#{1,6})$/u;
const HEADING_NEXT = /^[\p{Lu}\p{N}\p{Lo}"“'‘(*#[]/u;
const HEADING_OPEN = /^(?:,|;|-|–|—|and|or|of|the|a|an|in|on|at|to|for|with|by)$/i;
const PLAIN_WORD = /^\p{Ll}{4}/u;
const HEADING_LENGTH = 50;

const STARTERS = new Set(
  (
    "The A An He She It They We You I In On At But And Or So This That These Those There Here His " +
    "Her Its Their Our My Your For After Before When While If As However Since What Who How Why " +
    "Where With From To By Not No Yes Some Many Most All One Two Both Each Now Then Also Although " +
    "Because During Under Until Meanwhile Last Earlier"
  ).split(" "),
);

/** Whether a sentence has to end before `token`, the first one of `run`, after `gap`. */
export function endsBefore(sentence: OpenSentence, token: Token, gap: Gap, run: string): boolean {
  if (gap.paragraph) return true;
  if (gap.newlines > 0 && endsWithLine(sentence, token, run)) return true;
  return endsWithStop(sentence, token, gap);
}

/** A single line end closes short lines in title case and items of lists, and nothing else. */
function endsWithLine(sentence: OpenSentence, token: Token, run: string): boolean {
  if (LIST_MARKER.test(run)) return true;
  if (!sentence.atLineStart || sentence.wrapped) return false;
  const first = sentence.tokens[0];
  const last = sentence.tokens[sentence.tokens.length - 1];
  if (/^#{1,6}$/.test(first.text)) return true;
  return (
    last.end - first.start <= HEADING_LENGTH &&
    !HEADING_OPEN.test(last.text) &&
    HEADING_NEXT.test(token.text) &&
    !sentence.tokens.some(({ text }) => PLAIN_WORD.test(text))
  );
}

function endsWithStop({ tokens, endings }: OpenSentence, next: Token, gap: Gap): boolean {
  let at = tokens.length - 1;
  while (at > 0 && CLOSER.test(tokens[at].text) && adjacent(tokens, at)) at--;
  const last = tokens[at];
  const closed = at < tokens.length - 1;

  const ending = endings[at];
  if (ending) {
    return ending !== "title" && !gap.none && STARTERS.has(next.text);
  }
  if (!TERMINATOR.test(last.text) || at === 0) return false;
  if (gap.none) {
    if (CLOSER.test(next.text) || TERMINATOR.test(next.text)) return false;
    return UNSPACED_END.test(last.text)
      ? UNSPACED_START.test(next.text) || !closed
      : last.text === "." && UPPER.test(next.text);
  }
  if (CONTINUES.test(next.text) || TERMINATOR.test(next.text)) return false;
  if (at === 1 && last.text === "." && LIST_NUMBER.test(tokens[0].text)) return false;
  return !LOWER.test(next.text);
}

function adjacent(tokens: Token[], at: number): boolean {
  return tokens[at - 1].end === tokens[at].start;
}
