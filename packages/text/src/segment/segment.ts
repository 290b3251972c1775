import { EXTEND, PREPEND, SPACE } from "./characters.js";
import { countCodePoints } from "./code-points.js";
import { graphemeCut } from "./graphemes.js";
import { endsBefore, type Gap, type OpenSentence, type Token } from "./sentence-rules.js";
import { tokenizeRun } from "./tokenize.js";

/** A sentence, with offsets in UTF-16 units of the whole input unless said otherwise. */
export interface Sentence {
  /** Its number from 0; in line mode that of its line. */
  index: number;
  start: number;
  end: number;
  /** `start` counted in Unicode code points. */
  startCodePoint: number;
  /** Whether it is the first of a paragraph or of a line, or follows another on its line. */
  opens: "paragraph" | "line" | "sentence";
  /** What stands there: `input.slice(start, end)`. */
  text: string;
  tokens: Token[];
}

/** How text is cut into sentences. */
export interface SegmentOptions {
  /** Take each line as one sentence, whatever it holds. */
  lines?: boolean;
}

/** A sentence without an end is cut at a token's border before it grows beyond these. */
export const SENTENCE_LIMITS = { tokens: 2_000, characters: 10_000 } as const;

/** The longest stretch without white space that is looked at as a whole, in UTF-16 units. */
const RUN_LIMIT = 4_096;
/** White space that is longer, in UTF-16 units, ends a sentence. */
const GAP_LIMIT = 1_000;

const GAP = new RegExp(`[${SPACE}]*`, "uy");
const SPACE_CHARACTER = new RegExp(`[${SPACE}]`, "gu");
/** What most of English is made of, for which nothing needs to be looked up. */
const PLAIN_WORD = /([A-Za-z]{1,40})(?= ([!-~]{2}))/y;
const BLANK = /\p{Zs}/u;
const EXTENDS = new RegExp(`^[${EXTEND}]`, "u");
const PREPENDS = new RegExp(`[${PREPEND}]$`, "u");
const RUN_BREAK = /[。！？｡、，,;|\])}>](?!.*[。！？｡、，,;|\])}>])/su;
const PARAGRAPH = /[\f\u2029]/;

/**
 * Cuts text that comes in pieces into sentences and tokens. The result doesn't depend on how the
 * text is divided into pieces, and memory doesn't grow with its length.
 */
export class SentenceStream {
  readonly #lines: boolean;
  #buffer = "";
  /** Offset of the buffer's first unit. */
  #base = 0;
  /** Index in the buffer of the first unit not yet looked at. */
  #at = 0;
  #held = "";
  #gap: Gap & { length: number } = { newlines: 0, paragraph: false, none: true, length: 0 };
  #last = "";
  #line = 0;
  #count = 0;
  #open: OpenSentence = { tokens: [], endings: [], atLineStart: true, wrapped: false };
  #openLine = 0;
  #opens: Sentence["opens"] = "paragraph";
  /** A known pair of offset and code points, moved along with the sentences. */
  #mark = { offset: 0, codePoints: 0 };

  constructor(options: SegmentOptions = {}) {
    this.#lines = options.lines ?? false;
  }

  /** Add the next piece of text; gives the sentences that are complete. */
  *push(piece: string): Generator<Sentence, void, undefined> {
    const text = this.#held + piece;
    const cutsPair = (text.charCodeAt(text.length - 1) & 0xfc00) === 0xd800;
    this.#held = cutsPair ? text.slice(-1) : "";
    this.#buffer += cutsPair ? text.slice(0, -1) : text;
    yield* this.#advance(false);
    this.#trim();
  }

  /** Say that the text is over; gives the sentences that were still open. */
  *end(): Generator<Sentence, void, undefined> {
    this.#buffer += this.#held;
    this.#held = "";
    yield* this.#advance(true);
    if (this.#open.tokens.length > 0) yield this.#close();
  }

  *#advance(final: boolean): Generator<Sentence, void, undefined> {
    while (this.#skipGap(final)) {
      PLAIN_WORD.lastIndex = this.#at;
      const plain = PLAIN_WORD.exec(this.#buffer);
      if (plain) {
        yield* this.#takeRun(plain[1], plain[2]);
        this.#at += plain[1].length;
        continue;
      }
      const end = this.#runEnd(this.#at, final);
      if (end === undefined) return;
      const next = this.#nextAfter(end, final);
      if (next === undefined) return;
      const run = this.#buffer.slice(this.#at, end);
      yield* this.#takeRun(run, next);
      this.#at = end;
    }
  }

  /** Step over white space; false when the text known so far ends first. */
  #skipGap(final: boolean): boolean {
    let end = gapEnd(this.#buffer, this.#at);
    const atEnd = end === this.#buffer.length;
    if (end > this.#at) {
      // The last blank may yet turn out to carry a combining mark, and then it is no gap.
      const carries = atEnd ? !final : EXTENDS.test(this.#buffer.slice(end, end + 2));
      if (carries && (atEnd || BLANK.test(this.#buffer.charAt(end - 1)))) end--;
      this.#addGap(this.#buffer.slice(this.#at, end));
      this.#at = end;
    }
    return !atEnd;
  }

  #addGap(text: string): void {
    if (text === "") return;
    const newlines = text === " " ? 0 : countNewlines(text, this.#last);
    this.#gap.none = false;
    this.#gap.newlines += newlines;
    this.#gap.length += text.length;
    this.#gap.paragraph ||=
      this.#gap.newlines > 1 || this.#gap.length > GAP_LIMIT || PARAGRAPH.test(text);
    this.#line += newlines;
    this.#last = text.slice(-1);
  }

  /** Where the run that begins at `from` ends; undefined while that can't be known. */
  #runEnd(from: number, final: boolean): number | undefined {
    const window = this.#buffer.slice(from, from + RUN_LIMIT + 2);
    let at = 1;
    for (;;) {
      SPACE_CHARACTER.lastIndex = at;
      const found = SPACE_CHARACTER.exec(window)?.index;
      if (found === undefined) break;
      const bound = BLANK.test(window.charAt(found));
      if (bound && found + 2 >= window.length && !final && window.length < RUN_LIMIT + 2)
        return undefined;
      const joins =
        EXTENDS.test(window.slice(found + 1, found + 3)) ||
        PREPENDS.test(window.slice(Math.max(0, found - 2), found));
      if (!(bound && joins)) return from + found;
      at = found + 1;
    }
    if (window.length < RUN_LIMIT + 2) return final ? from + window.length : undefined;
    const natural = RUN_BREAK.exec(window.slice(0, RUN_LIMIT - 1))?.index;
    return from + graphemeCut(window, natural === undefined ? RUN_LIMIT : natural + 1);
  }

  /** The first characters of the run after this one, empty where a paragraph ends. */
  #nextAfter(end: number, final: boolean): string | undefined {
    const gap = this.#buffer.slice(end, gapEnd(this.#buffer, end, GAP_LIMIT + 1));
    const after = end + gap.length;
    const paragraph = gap.length > GAP_LIMIT || PARAGRAPH.test(gap) || countNewlines(gap, "") > 1;
    if (paragraph) return "";
    if (after + 2 > this.#buffer.length && !final) return undefined;
    return gap === "" ? "" : this.#buffer.slice(after, after + 2);
  }

  *#takeRun(run: string, next: string): Generator<Sentence, void, undefined> {
    const gap = this.#gap;
    const offset = this.#base + this.#at;
    let between: Gap = gap;
    for (const { start, end, ending } of tokenizeRun(run, next)) {
      const token: Token = {
        start: offset + start,
        end: offset + end,
        text: run.slice(start, end),
      };
      const { tokens } = this.#open;
      if (tokens.length > 0 && this.#endsBefore(token, between, run)) yield this.#close();
      if (this.#open.tokens.length === 0) {
        this.#opens = this.#count === 0 || between.paragraph ? "paragraph" : lineOr(between);
        this.#open.atLineStart = this.#opens !== "sentence";
        this.#openLine = this.#line;
      } else if (between.newlines > 0) this.#open.wrapped = true;
      this.#open.tokens.push(token);
      this.#open.endings.push(ending);
      between = ADJACENT;
    }
    this.#gap = { newlines: 0, paragraph: false, none: true, length: 0 };
    this.#last = "";
  }

  #endsBefore(token: Token, gap: Gap, run: string): boolean {
    const { tokens } = this.#open;
    const length = token.end - tokens[0].start;
    if (tokens.length >= SENTENCE_LIMITS.tokens || length > SENTENCE_LIMITS.characters) return true;
    if (this.#lines) return gap.newlines > 0 || gap.paragraph;
    return endsBefore(this.#open, token, gap, run);
  }

  #close(): Sentence {
    const { tokens, endings } = this.#open;
    if (endings[tokens.length - 1] === "initial") giveUpStop(tokens);
    const { start } = tokens[0];
    const { end } = tokens[tokens.length - 1];
    this.#moveMark(start);
    const sentence = {
      index: this.#lines ? this.#openLine : this.#count,
      start,
      end,
      startCodePoint: this.#mark.codePoints,
      opens: this.#opens,
      text: this.#buffer.slice(start - this.#base, end - this.#base),
      tokens,
    };
    this.#count++;
    this.#open = { tokens: [], endings: [], atLineStart: false, wrapped: false };
    return sentence;
  }

  #moveMark(offset: number): void {
    const between = this.#buffer.slice(this.#mark.offset - this.#base, offset - this.#base);
    this.#mark = { offset, codePoints: this.#mark.codePoints + countCodePoints(between) };
  }

  #trim(): void {
    const start = this.#open.tokens[0]?.start;
    const cut = start === undefined ? this.#at : start - this.#base;
    this.#moveMark(this.#base + cut);
    this.#buffer = this.#buffer.slice(cut);
    this.#base += cut;
    this.#at -= cut;
  }
}

const ADJACENT: Gap = { newlines: 0, paragraph: false, none: true };

/** A single letter's full stop is its own inside a name, and the sentence's at its end. */
function giveUpStop(tokens: Token[]): void {
  const { start, end, text } = tokens[tokens.length - 1];
  tokens[tokens.length - 1] = { start, end: end - 1, text: text.slice(0, -1) };
  tokens.push({ start: end - 1, end, text: "." });
}

function lineOr(gap: Gap): "line" | "sentence" {
  return gap.newlines > 0 ? "line" : "sentence";
}

function gapEnd(text: string, from: number, limit?: number): number {
  const within = limit === undefined ? text : text.slice(0, from + limit);
  GAP.lastIndex = from;
  GAP.test(within);
  return GAP.lastIndex;
}

/** Line ends in `text`; `last` is the character before it, as `\r\n` may be cut in two. */
function countNewlines(text: string, last: string): number {
  let count = 0;
  let previous = last;
  for (const character of text) {
    if (character === "\r" || (character === "\n" && previous !== "\r")) count++;
    previous = character;
  }
  return count;
}

/**
 * Cut a text into sentences and tokens with exact offsets.
 *
 * @param text - anything, in any script; a lone surrogate is a character like others
 */
export function segment(text: string, options: SegmentOptions = {}): Sentence[] {
  const stream = new SentenceStream(options);
  return [...stream.push(text), ...stream.end()];
}
