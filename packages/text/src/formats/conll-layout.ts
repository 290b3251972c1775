/**
 * How a CoNLL file is laid out, found over all of its lines.
 *
 * @module
 */
import { MltlError } from "@mltl/core";
import { Cells, eachLine, isBlank } from "./conll-cells.js";

/** Columns by number, from 1. Found where left out. */
export interface ConllColumns {
  readonly token?: number;
  readonly tag?: number;
}

/** How a CoNLL file is laid out. */
export interface ConllLayout {
  /** `blank` stands for any run of blanks and tabs. */
  readonly separator: "tab" | "blank";
  /** How many columns its lines have. */
  readonly columns: number;
  /** From 1, as the others. */
  readonly token: number;
  readonly tag: number;
  /** Other columns that hold tags. */
  readonly otherTags: readonly number[];
}

const HASH = 35;

/** The token of a line that begins a document. */
export const DOCUMENT_START = "-DOCSTART-";

/** What a line begins with that may be a comment: a token may be `#` too. */
const COMMENT = /^#(?:\s|$|begin |end )/;

/** Whether a line that is no token's is a comment: `# key = value`, `#begin document`. */
export const isComment = (line: string): boolean => COMMENT.test(line);

/**
 * The layout that most lines have. Tokens are in the first column that holds neither tags nor
 * numbers of lines; tags in the last that mostly holds tags, as in the files of CoNLL-2003.
 *
 * @throws MltlError `E_BAD_DATA` where no column holds tags or a declared one isn't there
 */
export function findLayout(text: string, path: string, declared: ConllColumns = {}): ConllLayout {
  const separator = findSeparator(text);
  const cells = new Cells(text, separator);
  const widths = new Map<number, { lines: number; tags: number[]; numbers: number[] }>();
  let sample = { width: 0, line: "" };
  eachToken(text, (start, end) => {
    const width = cells.cut(start, end);
    let counts = widths.get(width);
    if (!counts) {
      counts = { lines: 0, tags: new Array(width).fill(0), numbers: new Array(width).fill(0) };
      widths.set(width, counts);
    }
    counts.lines++;
    for (let i = 0; i < width; i++) {
      if (cells.isTag(i)) counts.tags[i]++;
      else if (cells.isNumber(i)) counts.numbers[i]++;
    }
    if (sample.width === 0) sample = { width, line: text.slice(start, end) };
  });
  const [columns, counts] = [...widths].reduce(
    (a, b) => (b[1].lines > a[1].lines ? b : a),
    [0, { lines: 0, tags: [] as number[], numbers: [] as number[] }],
  );
  if (columns === 0) return { separator, columns: 2, token: 1, tag: 2, otherTags: [] };
  for (const [name, number] of Object.entries(declared)) {
    if (number > columns) throw noColumn(path, `${name} column ${number}`, columns);
  }
  const most = (numbers: readonly number[]) =>
    numbers.flatMap((count, i) => (2 * count > counts.lines ? [i + 1] : []));
  const tags = most(counts.tags).filter((number) => number !== declared.token);
  const tag = declared.tag ?? tags.at(-1);
  const numbers = new Set(most(counts.numbers));
  const others = [...Array(columns).keys()].map((i) => i + 1).filter((number) => number !== tag);
  const token =
    declared.token ??
    others.find((number) => !tags.includes(number) && !numbers.has(number)) ??
    others[0];
  if (tag === undefined || token === undefined) {
    throw new MltlError(
      "E_BAD_DATA",
      `Expected a column of tags (O, B-TYPE, I-TYPE, ...) in ${path}, found none in ${columns}: '${sample.line.slice(0, 80)}'`,
      { hint: "Is it another form? Else name the columns of the token and the tag." },
    );
  }
  return { separator, columns, token, tag, otherTags: tags.filter((number) => number !== tag) };
}

function noColumn(path: string, which: string, columns: number): MltlError {
  return new MltlError("E_BAD_DATA", `No ${which} in ${path}: most of its lines have ${columns}`);
}

/** Lines that look like tokens: not empty, no document's start, no comment. */
function eachToken(text: string, take: (start: number, end: number) => void): void {
  eachLine(text, (start, end) => {
    if (isBlank(text, start, end) || text.startsWith(DOCUMENT_START, start)) return;
    if (text.charCodeAt(start) === HASH && isComment(text.slice(start, end))) return;
    take(start, end);
  });
}

function findSeparator(text: string): "tab" | "blank" {
  let tab = text.indexOf("\t");
  let withTab = 0;
  let without = 0;
  eachToken(text, (start, end) => {
    if (tab >= 0 && tab < start) tab = text.indexOf("\t", start);
    if (tab >= 0 && tab < end) withTab++;
    else without++;
  });
  return withTab > 0 && withTab >= without ? "tab" : "blank";
}
