/**
 * Gazetteers: files of phrases with a type each.
 *
 * @module
 */
import { Readable } from "node:stream";
import { parse } from "csv-parse";
import type { PhraseTable } from "./phrase-table.js";
import {
  badRules,
  eachJsonLine,
  eachLine,
  endingOf,
  piecesOf,
  type RuleProblem,
  unreadable,
} from "./rule-lines.js";

const HINT =
  "a line is PHRASE<tab>TYPE; .csv has columns phrase and type, .jsonl keys of those names; FILE:TYPE names the type of lines that have none";

/** Names of a phrase's and of a type's column; the second ones are spaCy's. */
const PHRASE_KEYS = ["phrase", "pattern", "text"] as const;
const TYPE_KEYS = ["type", "label"] as const;

/** Duplicates that are told of, at most. */
const TOLD = 100;

/**
 * Adds a file's phrases to a table. The ending decides what is read: `.csv`, `.jsonl` or `.ndjson`,
 * else a phrase a line with a tab and its type behind it. A phrase that is there already keeps its
 * type.
 *
 * @param type - of lines that name none
 * @returns phrases that came with a second type, the first 100
 * @throws MltlError `E_NOT_FOUND`, `E_BAD_ENCODING`; `E_BAD_INPUT` that names the lines that are no
 *   phrase with a type, or says that there is none at all
 */
export async function readGazetteer(
  path: string,
  table: Pick<PhraseTable, "add">,
  type?: string,
): Promise<RuleProblem[]> {
  const broken: RuleProblem[] = [];
  const doubles: RuleProblem[] = [];
  let phrases = 0;
  const add: AddPhrase = (line, phrase, given) => {
    const name = given === undefined || given === "" ? type : given;
    const reason =
      phrase.trim() === ""
        ? "no phrase"
        : name === undefined
          ? `no type for '${shortened(phrase)}'`
          : /\s/.test(name)
            ? `'${shortened(name)}' for a type, which has no white space`
            : undefined;
    if (reason !== undefined) return void broken.push({ path, line, reason });
    phrases++;
    const kept = table.add(phrase, name as string);
    if (kept === name || doubles.length === TOLD) return;
    doubles.push({ path, line, reason: `'${shortened(phrase)}' is ${kept} already, not ${name}` });
  };
  const fail: Fail = (line, reason) => broken.push({ path, line, reason });
  try {
    const ending = endingOf(path);
    if (ending === ".csv") await readTable(path, add, fail);
    else if (ending === ".jsonl" || ending === ".ndjson") await readObjects(path, add, fail);
    else await readLines(path, add);
  } catch (error) {
    throw unreadable(path, error);
  }
  if (phrases === 0 && broken.length === 0) fail(0, "an empty file");
  if (broken.length > 0) throw badRules(path, "phrases with a type each", broken, HINT);
  return doubles;
}

type AddPhrase = (line: number, phrase: string, type: string | undefined) => void;
type Fail = (line: number, reason: string) => void;

function readLines(path: string, add: AddPhrase): Promise<void> {
  return eachLine(path, (line, number) => {
    const tab = line.indexOf("\t");
    if (tab >= 0) add(number, line.slice(0, tab), line.slice(tab + 1).trim());
    else if (line.trim() !== "") add(number, line, undefined);
  });
}

function readObjects(path: string, add: AddPhrase, fail: Fail): Promise<void> {
  const take = (number: number, value: unknown) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      return fail(number, "no JSON object");
    }
    const object = value as Record<string, unknown>;
    const phraseKey = PHRASE_KEYS.find((key) => key in object);
    const typeKey = TYPE_KEYS.find((key) => key in object);
    const phrase = phraseKey && object[phraseKey];
    const type = typeKey && object[typeKey];
    if (typeof phrase !== "string") {
      const list = Array.isArray(phrase) ? "a list of token rules" : "no text";
      return fail(number, phraseKey ? `${list} as '${phraseKey}'` : "no key 'phrase'");
    }
    if (type !== undefined && typeof type !== "string") return fail(number, `no text as its type`);
    add(number, phrase, type);
  };
  return eachJsonLine(path, take, fail);
}

async function readTable(path: string, add: AddPhrase, fail: Fail): Promise<void> {
  const parser = Readable.from(piecesOf(path)).compose(
    parse({ relax_quotes: true, relax_column_count: true, skip_empty_lines: true, info: true }),
  );
  let columns: { phrase: number; type: number } | undefined;
  for await (const { record, info } of parser as AsyncIterable<CsvRow>) {
    if (columns) {
      add(info.lines, record[columns.phrase] ?? "", record[columns.type]?.trim());
      continue;
    }
    const head = record.map((name) => name.trim().toLowerCase());
    const find = (keys: readonly string[]) => head.findIndex((name) => keys.includes(name));
    columns = { phrase: find(PHRASE_KEYS), type: find(TYPE_KEYS) };
    if (columns.phrase < 0) {
      return fail(info.lines, `no column 'phrase'; there are: ${record.join(", ")}`);
    }
  }
}

interface CsvRow {
  record: string[];
  info: { lines: number };
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
