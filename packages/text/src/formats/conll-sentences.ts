/**
 * Sentences of CoNLL files: a token and its tag a line.
 *
 * @module
 */
import { MltlError } from "@mltl/core";
import type { AnnotatedSentence } from "../data/tagged-set.js";
import type { TagSchemeName } from "../scheme/parse-tag.js";
import { OUTSIDE } from "../scheme/tag-scheme.js";
import { type AnnotationProblem, type BrokenSentences, ProblemLog } from "./annotation-problem.js";
import { Cells, eachLine, isBlank } from "./conll-cells.js";
import {
  type ConllColumns,
  type ConllLayout,
  DOCUMENT_START,
  findLayout,
  isComment,
} from "./conll-layout.js";
import { openText } from "./open-text.js";
import { readTags, type TaggedLines, type TagOptions } from "./tagged-lines.js";

/** No sentence has so many tokens, unless blank lines are missing. */
const LONG = 1000;

/** What may be said of a CoNLL file. */
export interface ConllOptions extends TagOptions {
  readonly columns?: ConllColumns;
  /** Default: `leave-out`. */
  readonly broken?: BrokenSentences;
}

/** A CoNLL file's sentences, and how it was read. */
export interface ConllSentences {
  readonly sentences: AnnotatedSentence[];
  /** Index of each document's first sentence; absent where the file doesn't say. */
  readonly documents?: number[];
  readonly layout: ConllLayout;
  readonly scheme: TagSchemeName;
  readonly problems: AnnotationProblem[];
}

/**
 * Reads a CoNLL file, plain or gzipped, with tokens as they stand and tags as spans.
 *
 * @throws MltlError `E_NOT_FOUND`, `E_BAD_ENCODING`, and `E_BAD_DATA` where no column holds tags,
 *   most of the lines are broken, or any is and such files are to be refused
 */
export async function readConllSentences(
  file: string,
  options: ConllOptions = {},
): Promise<ConllSentences> {
  return parseConll(await openText(file), file, options);
}

/** {@link readConllSentences}, of a text at hand. */
export function parseConll(text: string, path: string, options: ConllOptions = {}): ConllSentences {
  const layout = findLayout(text, path, options.columns);
  const log = new ProblemLog(path, options.broken);
  const { lines, starts } = readLines(text, path, layout, log);
  const { sentences, index, scheme } = readTags(lines, options, log);
  const documents = starts && firstOf(starts, index, sentences.length);
  const result = { sentences, layout, scheme, problems: log.all() };
  return documents ? { ...result, documents } : result;
}

function readLines(
  text: string,
  path: string,
  layout: ConllLayout,
  log: ProblemLog,
): { lines: TaggedLines[]; starts: number[] | undefined } {
  const { columns } = layout;
  const [tokenCell, tagCell] = [layout.token - 1, layout.tag - 1];
  const cells = new Cells(text, layout.separator);
  const loose = new Cells(text, "blank");
  const known = new Map<string, string>();
  const intern = (word: string): string => {
    const same = known.get(word);
    if (same === undefined) known.set(word, word);
    return same ?? word;
  };
  const lines: TaggedLines[] = [];
  let starts: number[] | undefined;
  let open: TaggedLines = { words: [], tags: [], line: 0 };
  let broken = false;
  let [good, bad] = [0, 0];
  const finish = () => {
    const { length } = open.words;
    if (length > LONG) {
      const reason = `a sentence of ${length.toLocaleString("en")} tokens: are blank lines missing?`;
      log.add("long-sentence", reason, open.line);
    }
    if (length > 0 && !broken) lines.push(open);
    if (length > 0 || broken) open = { words: [], tags: [], line: 0 };
    broken = false;
  };
  const startDocument = () => {
    finish();
    starts ??= lines.length > 0 ? [0] : [];
    if (starts.at(-1) !== lines.length) starts.push(lines.length);
  };
  const take = (from: Cells, number: number) => {
    if (open.words.length === 0) open = { words: [], tags: [], line: number };
    open.words.push(intern(from.text(tokenCell)));
    open.tags.push(from.is(tagCell, OUTSIDE) ? OUTSIDE : intern(from.text(tagCell)));
    good++;
  };
  eachLine(text, (start, end, number) => {
    if (isBlank(text, start, end)) return finish();
    if (text.startsWith(DOCUMENT_START, start)) return startDocument();
    const width = cells.cut(start, end);
    if (width === columns && cells.isTag(tagCell) && cells.text(tokenCell).trim() !== "") {
      if (cells.is(tokenCell, DOCUMENT_START)) return startDocument();
      return take(cells, number);
    }
    const line = text.slice(start, end);
    if (isComment(line))
      return /^# newdoc\b|^#begin document/.test(line) ? startDocument() : finish();
    if (layout.separator === "tab" && width === 1 && loose.cut(start, end) === columns) {
      if (loose.isTag(tagCell)) {
        log.add(
          "mixed-separators",
          `blanks between its columns, where other lines have tabs`,
          number,
        );
        return take(loose, number);
      }
    }
    bad++;
    broken = true;
    log.leaveOut("broken-line", whatIsBroken(line, width, cells, layout), number);
  });
  finish();
  if (bad > good) {
    const first = log.all()[0];
    throw new MltlError(
      "E_BAD_DATA",
      `Expected '${exampleOf(layout)}' on the lines of ${path}, but ${bad} of ${bad + good} are not so; line ${first.line}: ${first.reason}`,
      { hint: "Name the columns of the token and the tag, or the form." },
    );
  }
  return { lines, starts };
}

function whatIsBroken(line: string, width: number, cells: Cells, layout: ConllLayout): string {
  const shown = line.length > 60 ? `${line.slice(0, 60)}…` : line;
  if (width !== layout.columns) {
    return `expected ${layout.columns} columns, received ${width}: '${shown}'`;
  }
  const tag = cells.text(layout.tag - 1);
  return cells.isTag(layout.tag - 1)
    ? `expected a token in column ${layout.token}, received none: '${shown}'`
    : `expected a tag in column ${layout.tag}, received '${tag}'`;
}

function exampleOf({ separator, columns, token, tag }: ConllLayout): string {
  const names = Array.from({ length: columns }, (_, i) =>
    i + 1 === token ? "token" : i + 1 === tag ? "tag" : "…",
  );
  return names.join(separator === "tab" ? "<TAB>" : " ");
}

/** Where documents begin, once some sentences are left out. */
function firstOf(starts: readonly number[], index: readonly number[], count: number): number[] {
  let kept = 0;
  const moved = starts.map((start) => {
    while (kept < count && index[kept] < start) kept++;
    return kept;
  });
  return [...new Set(moved)].filter((start) => start < count);
}
