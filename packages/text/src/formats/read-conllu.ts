/**
 * CoNLL-U (https://universaldependencies.org/format.html) and CoNLL-U Plus, whose first line names
 * its columns. `SpaceAfter=No`, and `SpacesAfter` and `SpacesBefore` as UDPipe writes them, give
 * the text as it was. Tags are in a column of their own, or in MISC: `NER=B-PER`.
 *
 * @module
 */
import { MltlError } from "@mltl/core";
import type { TextDocument, TextEntity } from "../document/document.js";
import { OUTSIDE } from "../scheme/tag-scheme.js";
import type { Token } from "../segment/sentence-rules.js";
import { ProblemLog } from "./annotation-problem.js";
import { eachLine } from "./conll-cells.js";
import { type FormContents, type ReadFormOptions, Tally } from "./form-contents.js";
import { readTags, type TaggedLines } from "./tagged-lines.js";

const COLUMNS = "ID FORM LEMMA UPOS XPOS FEATS HEAD DEPREL DEPS MISC".split(" ");
const TAG = /^(O|[BIESLU]-.+)$/;
const EMPTY = "_";

interface Row {
  readonly form: string;
  readonly cells: readonly string[];
  readonly misc: ReadonlyMap<string, string>;
  readonly line: number;
}

/** A stretch of text and the words in it: one, or several of a multiword token. */
interface Unit {
  readonly form: string;
  readonly words: Row[];
  readonly misc: ReadonlyMap<string, string>;
}

interface ConlluSentence {
  readonly units: Unit[];
  /** As `# text = ` has it. */
  readonly text?: string;
  readonly newDocument: boolean;
  readonly documentId?: string;
  readonly newParagraph: boolean;
}

/**
 * Reads a CoNLL-U text. A word of a multiword token has its own place where the words joined are
 * the token; else the token is one.
 *
 * @throws MltlError `E_BAD_DATA` where columns are missing
 */
export function readConllu(
  text: string,
  path: string,
  options: ReadFormOptions = {},
): FormContents {
  const log = new ProblemLog(path);
  const leftOut = new Tally();
  const columns = columnsOf(text);
  const sentences = readSentences(text, path, columns, log, leftOut);
  const field = findField(sentences, columns, path, options.columns?.tag);
  const tagOf = tagIn(columns, field);
  const lines = sentences.map((sentence): TaggedLines => {
    const rows = sentence.units.flatMap(({ words }) => words);
    return {
      words: rows.map(({ form }) => form),
      tags: rows.map(tagOf),
      line: rows[0].line,
      numbers: rows.map(({ line }) => line),
    };
  });
  const read = readTags(lines, options, log);
  const kept = new Map(read.index.map((i, n) => [i, read.sentences[n].spans]));
  const groups: number[][] = [];
  sentences.forEach(({ newDocument }, i) => {
    if (newDocument || groups.length === 0) groups.push([]);
    if (kept.has(i)) groups[groups.length - 1].push(i);
  });
  const exactText = isExact(sentences);
  const documents = groups.flatMap((group, n) => {
    if (group.length === 0) return [];
    const named = sentences[group[0]].documentId ?? (groups.length > 1 ? `${path}#${n + 1}` : path);
    const builder = new DocumentBuilder(exactText ? " " : "\n");
    for (const i of group) builder.add(sentences[i], kept.get(i) ?? []);
    return [builder.document(named, exactText)];
  });
  for (const name of columns) {
    if (name === "ID" || name === "FORM" || name === "MISC" || name === field) continue;
    const at = columns.indexOf(name);
    const filled = sentences.some(({ units }) =>
      units.some(({ words }) => words.some(({ cells }) => cells[at] !== EMPTY)),
    );
    if (filled) leftOut.add(`column ${name}`);
  }
  const where =
    field === undefined
      ? "no tags"
      : columns.includes(field)
        ? `tags in column ${field}`
        : `tags in ${field} of MISC`;
  const scheme = options.scheme ? "as declared" : "found over the whole file";
  const notes = [where, ...(field === undefined ? [] : [`scheme ${read.scheme}, ${scheme}`])];
  return { documents, problems: log.all(), leftOut: leftOut.all(), notes };
}

/** The columns that the first line names, else those of CoNLL-U. */
function columnsOf(text: string): readonly string[] {
  const named = /^\ufeff?# ?global\.columns ?= ?(.*)/.exec(text);
  return named ? named[1].trim().split(/\s+/) : COLUMNS;
}

function readSentences(
  text: string,
  path: string,
  columns: readonly string[],
  log: ProblemLog,
  leftOut: Tally,
): ConlluSentence[] {
  const [idAt, formAt, miscAt] = ["ID", "FORM", "MISC"].map((name) => columns.indexOf(name));
  if (formAt < 0)
    throw new MltlError(
      "E_BAD_DATA",
      `Expected a column FORM in ${path}, received ${columns.join(" ")}`,
    );
  const sentences: ConlluSentence[] = [];
  let units: Unit[] = [];
  let open: { unit: Unit; last: number } | undefined;
  let broken = false;
  let [good, bad] = [0, 0];
  let head: { text?: string; newDocument?: boolean; documentId?: string; newParagraph?: boolean } =
    {};
  const finish = () => {
    if (units.length > 0 && !broken) {
      sentences.push({ newDocument: false, newParagraph: false, ...head, units });
    }
    if (units.length > 0 || broken) head = broken && head.newDocument ? { newDocument: true } : {};
    units = [];
    open = undefined;
    broken = false;
  };
  eachLine(text, (start, end, line) => {
    const own = text.slice(start, end);
    if (own.trim() === "") return finish();
    if (own.startsWith("#") && !own.includes("\t")) return void Object.assign(head, comment(own));
    const cells = own.split("\t");
    if (cells.length !== columns.length || cells[formAt] === "") {
      if (own.startsWith("#")) return void Object.assign(head, comment(own));
      const why = `expected ${columns.length} columns separated by tabs, received ${cells.length}`;
      log.add("broken-line", `${why}: '${own.slice(0, 60)}'; its sentence is left out`, line);
      broken = true;
      bad++;
      return;
    }
    good++;
    const id = idAt < 0 ? "" : cells[idAt];
    if (id.includes(".")) return leftOut.add("empty nodes");
    const misc = miscOf(miscAt < 0 ? EMPTY : cells[miscAt]);
    const range = /^(\d+)-(\d+)$/.exec(id);
    if (range) {
      const unit = { form: cells[formAt], words: [], misc };
      units.push(unit);
      open = { unit, last: Number(range[2]) };
      return;
    }
    const row = { form: cells[formAt], cells, misc, line };
    if (open && Number(id) <= open.last) open.unit.words.push(row);
    else units.push({ form: cells[formAt], words: [row], misc });
  });
  finish();
  if (bad > good) {
    throw new MltlError("E_BAD_DATA", `${path} is no CoNLL-U: ${log.all()[0].reason}`, {
      hint: "Columns in another order are CoNLL-U Plus, with '# global.columns = ...' in the first line.",
    });
  }
  return sentences.filter((sentence) => sentence.units.every(({ words }) => words.length > 0));
}

function comment(line: string) {
  const [, key, value] = /^#\s*(\S+)(?:.*?=\s?(.*))?$/s.exec(line) ?? [];
  if (key === "text") return { text: value ?? "" };
  if (key === "newpar") return { newParagraph: true };
  if (key !== "newdoc") return {};
  return value
    ? { newDocument: true, newParagraph: true, documentId: value.trim() }
    : { newDocument: true, newParagraph: true };
}

function miscOf(cell: string): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  if (cell === EMPTY) return pairs;
  for (const part of cell.split("|")) {
    const at = part.indexOf("=");
    if (at > 0) pairs.set(part.slice(0, at), part.slice(at + 1));
  }
  return pairs;
}

/** The column or the key of MISC that holds tags, of several the one with the most. */
function findField(
  sentences: readonly ConlluSentence[],
  columns: readonly string[],
  path: string,
  declared: number | string | undefined,
): string | undefined {
  const counts = new Map<string, { tags: number; others: number }>();
  const count = (name: string, value: string) => {
    let own = counts.get(name);
    if (!own) {
      own = { tags: 0, others: 0 };
      counts.set(name, own);
    }
    if (TAG.test(value)) own.tags++;
    else if (value !== EMPTY && value !== "*") own.others++;
  };
  for (const { units } of sentences) {
    for (const { cells, misc } of units.flatMap(({ words }) => words)) {
      columns.forEach((name, i) => {
        if (!COLUMNS.includes(name)) count(name, cells[i]);
      });
      for (const [key, value] of misc) count(key, value);
    }
  }
  if (declared !== undefined) {
    const name = typeof declared === "number" ? columns[declared - 1] : declared;
    if (name !== undefined && (counts.has(name) || columns.includes(name))) return name;
    const there = [...columns, ...counts.keys()].join(", ");
    throw new MltlError(
      "E_BAD_DATA",
      `No column or key of MISC '${declared}' in ${path}. There are: ${there}`,
    );
  }
  const found = [...counts].filter(([, { tags, others }]) => tags > others);
  return found.sort((a, b) => b[1].tags - a[1].tags)[0]?.[0];
}

function tagIn(columns: readonly string[], field: string | undefined): (row: Row) => string {
  if (field === undefined) return () => OUTSIDE;
  const at = columns.indexOf(field);
  return ({ cells, misc }) => {
    const tag = at >= 0 ? cells[at] : (misc.get(field) ?? OUTSIDE);
    return tag === EMPTY || tag === "*" ? OUTSIDE : tag;
  };
}

/** Whether the file says where no space was, and its `# text` lines say the same. */
function isExact(sentences: readonly ConlluSentence[]): boolean {
  let says = false;
  for (const { units, text } of sentences) {
    let own = "";
    for (const { form, misc } of units) {
      says ||= misc.has("SpaceAfter") || misc.has("SpacesAfter");
      own += form + (gapAfter(misc) ?? " ");
    }
    if (text !== undefined && squeezed(text) !== squeezed(own)) return false;
    says ||= text !== undefined;
  }
  return says;
}

const squeezed = (text: string) => text.replace(/\s+/g, " ").trim();

/** What stands after a word, or undefined where it doesn't say. */
function gapAfter(misc: ReadonlyMap<string, string>): string | undefined {
  if (misc.get("SpaceAfter") === "No") return "";
  const spaces = misc.get("SpacesAfter");
  return spaces === undefined ? undefined : unescaped(spaces);
}

const ESCAPES: Readonly<Record<string, string>> = {
  s: " ",
  t: "\t",
  r: "\r",
  n: "\n",
  p: "|",
  "\\": "\\",
};

function unescaped(spaces: string): string {
  return spaces.replace(/\\([strnp\\])/g, (_, letter: string) => ESCAPES[letter]);
}

/** Puts sentences together to a text with offsets. */
class DocumentBuilder {
  /** What comes between sentences where they don't say. */
  readonly #between: string;
  readonly #parts: string[] = [];
  #length = 0;
  /** What comes before the next word, where the last one said so. */
  #gap: string | undefined = "";
  readonly #sentences: Token[][] = [];
  readonly #entities: TextEntity[] = [];

  constructor(between: string) {
    this.#between = between;
  }

  add(
    { units, newParagraph }: ConlluSentence,
    spans: readonly { type: string; start: number; end: number }[],
  ): void {
    this.#gap ??= newParagraph ? "\n\n" : this.#between;
    const tokens: Token[] = [];
    /** Number of the token that each word is in. */
    const tokenOf: number[] = [];
    for (const { form, words, misc } of units) {
      const before = misc.get("SpacesBefore");
      this.#append((this.#gap ?? " ") + (before === undefined ? "" : unescaped(before)));
      const start = this.#length;
      this.#append(form);
      for (const piece of piecesOf(form, words)) {
        tokens.push({
          start: start + piece.start,
          end: start + piece.end,
          text: form.slice(piece.start, piece.end),
        });
        for (let i = 0; i < piece.words; i++) tokenOf.push(tokens.length - 1);
      }
      this.#gap = gapAfter(misc);
    }
    for (const { type, start, end } of spans) {
      this.#entities.push({
        type,
        start: tokens[tokenOf[start]].start,
        end: tokens[tokenOf[end - 1]].end,
      });
    }
    this.#sentences.push(tokens);
  }

  document(id: string, exactText: boolean): TextDocument {
    // What follows the last word is text too, where it is said.
    this.#append(this.#gap ?? "");
    const text = this.#parts.join("");
    return { id, text, exactText, sentences: this.#sentences, entities: this.#entities };
  }

  #append(text: string): void {
    this.#parts.push(text);
    this.#length += text.length;
  }
}

/** A unit's words, where they joined are its form; else the form with all of them in it. */
function piecesOf(
  form: string,
  words: readonly Row[],
): { start: number; end: number; words: number }[] {
  const forms = words.map((word) => word.form);
  if (words.length < 2 || forms.join("") !== form)
    return [{ start: 0, end: form.length, words: words.length }];
  let at = 0;
  return forms.map((own) => {
    const start = at;
    at += own.length;
    return { start, end: at, words: 1 };
  });
}
