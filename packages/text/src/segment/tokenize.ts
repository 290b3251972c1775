import { stopAfter } from "./abbreviations.js";
import { EXTEND, UNSPACED } from "./characters.js";
import { type Range, snapToGraphemes } from "./graphemes.js";

/** How a token ends, as far as sentences are concerned. */
export type Ending = "title" | "abbreviation" | "initial" | undefined;

/** A token of one run, with offsets into the run. */
export interface RunToken extends Range {
  /** Set where the token keeps a full stop of its own. */
  ending?: Ending;
}

const W = `(?:(?![${UNSPACED}])[\\p{L}\\p{N}\\p{M}\\u200c\\u200d\\u00ad])`;
const START = `(?:(?![${UNSPACED}])[\\p{L}\\p{N}])`;
const NOT_WORD = "(?![\\p{L}\\p{N}])";
const sticky = (source: string, flags = "") => new RegExp(source, `yu${flags}`);

const ASCII_WORD = /^[A-Za-z]+$/;
const URL = sticky('(?:https?://|ftp://|www\\.)[^\\s<>"“”]+', "i");
const URL_TAIL = /[.,;:!?'’"»\]}*_~…]+$/;
const EMAIL = sticky("[\\p{L}\\p{N}._%+-]+@[\\p{L}\\p{N}-]+(?:\\.[\\p{L}\\p{N}-]+)+");
const HANDLE = sticky("(?:@|#(?=[\\p{N}_]*\\p{L}))[\\p{L}\\p{N}\\p{M}_]+");
const EMOTICON = sticky(`(?:[:;=]['-]?[()DPpO/\\\\|\\]\\[]|<3|\\^_*\\^)${NOT_WORD}`);
const CLITIC = sticky(`['’](?:s|re|ve|ll|d|m|em)${NOT_WORD}`, "i");
const DOTTED = sticky(`(?:\\p{L}\\.){2,}(?!\\p{L})`);
const PH_D = sticky(`(?:Ph\\.D|M\\.Sc|B\\.Sc)\\.${NOT_WORD}`);
const NUMBER = sticky("\\p{N}+(?:[.,:/]\\p{N}+)*");
const WORD = sticky(`${START}${W}*(?:(?:['’.&_·‧-]|\\u2010|\\u2011|--?(?=\\p{N}))${W}+)*`);
const INITIAL = /^\p{Lu}\p{M}*$/u;
const LOOSE_STOP = /\p{Ll}\p{Ll}\.(?=\p{Lu}\p{Ll})/u;
const CLOCK = /^(\p{N}[\p{N}:.]*)([ap]m)$/iu;
const CONTRACTION = /(?:n['’]t|['’](?:s|re|ve|ll|d|m))$/i;
const FUSED = new Map([
  ["cannot", 3],
  ["gonna", 3],
  ["wanna", 3],
  ["gotta", 3],
]);
const REPEATED = sticky("[.!?…]+|([-=_*#~<>+$'’‘`^|])\\1+");
const UNSPACED_RUN = sticky(`[${UNSPACED}][${UNSPACED}${EXTEND}]*`);
const SYMBOL = sticky(
  `\\p{Regional_Indicator}{2}|.(?:[${EXTEND}]|\\u200d\\p{Extended_Pictographic})*`,
  "s",
);

const words = new Intl.Segmenter("en", { granularity: "word" });

/**
 * Split a run (text without white space) into tokens of the Penn Treebank's kind: `do n't`,
 * `Ann 's`, punctuation apart; web addresses, e-mail addresses, `@name`, `#tag`, numbers,
 * abbreviations and hyphenated words whole. Every character of the run is in exactly one token, and
 * no grapheme cluster is parted.
 *
 * @param run - the text
 * @param next - the first characters of the run after it, empty at the end of a paragraph
 */
export function tokenizeRun(run: string, next: string): RunToken[] {
  if (ASCII_WORD.test(run) && !FUSED.has(run.toLowerCase())) return [{ start: 0, end: run.length }];
  const tokens: RunToken[] = [];
  for (let at = 0; at < run.length; at = tokens[tokens.length - 1].end) {
    takeToken(run, at, next, tokens);
  }
  return snapToGraphemes(run, tokens);
}

function takeToken(run: string, at: number, next: string, tokens: RunToken[]): void {
  const end = (pattern: RegExp): number => {
    pattern.lastIndex = at;
    return pattern.test(run) ? pattern.lastIndex : 0;
  };
  const push = (to: number, ending?: Ending) =>
    tokens.push(ending ? { start: at, end: to, ending } : { start: at, end: to });

  const url = end(URL);
  if (url) {
    const whole = run.slice(at, url).replace(URL_TAIL, "");
    const unmatched = whole.endsWith(")") && !whole.includes("(");
    return void push(at + whole.length - (unmatched ? 1 : 0));
  }
  const address = end(EMAIL) || end(HANDLE);
  if (address) return void push(address);
  const dotted = end(PH_D) || end(DOTTED);
  if (dotted) return void push(dotted, "abbreviation");
  const word = Math.max(end(WORD), end(NUMBER));
  if (word) return void takeWord(run, at, word, next, tokens);
  const mark = end(EMOTICON) || end(CLITIC) || end(REPEATED);
  if (mark) return void push(mark);
  const unspaced = end(UNSPACED_RUN);
  if (unspaced) {
    for (const { index, segment } of words.segment(run.slice(at, unspaced))) {
      tokens.push({ start: at + index, end: at + index + segment.length });
    }
    return;
  }
  push(end(SYMBOL) || at + 1);
}

/** A word from `at` to `end`, its full stop if it owns one, its contraction apart. */
function takeWord(run: string, at: number, end: number, next: string, tokens: RunToken[]): void {
  const loose = LOOSE_STOP.exec(run.slice(at, end));
  const to = loose ? at + loose.index + 2 : end;
  const word = run.slice(at, to);

  if (run[to] === "." && to === end) {
    const ending = ownStop(word, run.slice(to + 1), next);
    if (ending) return void tokens.push({ start: at, end: to + 1, ending });
  }
  const split =
    FUSED.get(word.toLowerCase()) ??
    CLOCK.exec(word)?.[1]?.length ??
    (CONTRACTION.exec(word)?.index || word.length);
  tokens.push({ start: at, end: at + split });
  if (split < word.length) tokens.push({ start: at + split, end: to });
}

/** What the full stop after a word is, if it belongs to the word. */
function ownStop(word: string, rest: string, next: string): Ending {
  if (/^[.\p{L}\p{N}]/u.test(rest)) return undefined;
  if (INITIAL.test(word)) {
    const pattern = word === "I" ? /^\p{Lu}\./u : /^\p{Lu}/u;
    return pattern.test(rest === "" ? next : rest) ? "initial" : undefined;
  }
  const stop = stopAfter(word, rest === "" && /^\p{N}/u.test(next));
  return stop === "none" ? undefined : stop;
}
