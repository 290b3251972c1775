/**
 * Lines and cells of a text as places in it: a file of millions of lines is looked at without
 * making a string of each.
 *
 * @module
 */

const TAB = 9;
const RETURN = 13;
const BLANK = 32;
const HYPHEN = 45;
/** First letters of tags in every scheme. */
const LETTERS = new Set("BIESLUM".split("").map((letter) => letter.charCodeAt(0)));
const OUT = "O".charCodeAt(0);

/** The lines of a text: where each begins and ends, without `\n` and `\r\n`. */
export function eachLine(
  text: string,
  take: (start: number, end: number, number: number) => void,
): void {
  let start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (let number = 1; start < text.length; number++) {
    const newline = text.indexOf("\n", start);
    const next = newline < 0 ? text.length : newline;
    take(start, text.charCodeAt(next - 1) === RETURN && next > start ? next - 1 : next, number);
    start = next + 1;
  }
}

/** The cells of one line, as offsets into the text: two numbers each. */
export class Cells {
  readonly #text: string;
  readonly #tab: boolean;
  #places = new Int32Array(64);
  count = 0;

  constructor(text: string, separator: "tab" | "blank") {
    this.#text = text;
    this.#tab = separator === "tab";
  }

  /** Cuts a line; gives how many cells it has. */
  cut(start: number, end: number): number {
    this.count = 0;
    if (this.#tab) this.#cutAtTabs(start, end);
    else this.#cutAtBlanks(start, end);
    return this.count;
  }

  start(cell: number): number {
    return this.#places[2 * cell];
  }

  /** The text of a cell, by its number from 0. */
  text(cell: number): string {
    return this.#text.slice(this.#places[2 * cell], this.#places[2 * cell + 1]);
  }

  is(cell: number, text: string): boolean {
    const start = this.#places[2 * cell];
    return this.#places[2 * cell + 1] - start === text.length && this.#text.startsWith(text, start);
  }

  /** Whether it is `O` or a letter of some scheme, a hyphen and a type. */
  isTag(cell: number): boolean {
    const start = this.#places[2 * cell];
    const length = this.#places[2 * cell + 1] - start;
    const first = this.#text.charCodeAt(start);
    if (length === 1) return first === OUT;
    return length > 2 && this.#text.charCodeAt(start + 1) === HYPHEN && LETTERS.has(first);
  }

  isNumber(cell: number): boolean {
    const end = this.#places[2 * cell + 1];
    for (let i = this.#places[2 * cell]; i < end; i++) {
      const code = this.#text.charCodeAt(i);
      if (code < 48 || code > 57) return false;
    }
    return end > this.#places[2 * cell];
  }

  #cutAtTabs(start: number, end: number): void {
    let from = start;
    for (let i = start; i <= end; i++) {
      if (i < end && this.#text.charCodeAt(i) !== TAB) continue;
      this.#push(from, i);
      from = i + 1;
    }
  }

  #cutAtBlanks(start: number, end: number): void {
    let from = -1;
    for (let i = start; i <= end; i++) {
      const code = i < end ? this.#text.charCodeAt(i) : BLANK;
      const blank = code === BLANK || code === TAB;
      if (!blank && from < 0) from = i;
      if (blank && from >= 0) {
        this.#push(from, i);
        from = -1;
      }
    }
  }

  #push(from: number, to: number): void {
    if (2 * this.count === this.#places.length) {
      const wider = new Int32Array(2 * this.#places.length);
      wider.set(this.#places);
      this.#places = wider;
    }
    this.#places[2 * this.count] = from;
    this.#places[2 * this.count + 1] = to;
    this.count++;
  }
}

/** Whether nothing but white space stands there. */
export function isBlank(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code !== BLANK && code !== TAB && code !== RETURN) {
      return code > 127 && text.slice(i, end).trim() === "";
    }
  }
  return true;
}
