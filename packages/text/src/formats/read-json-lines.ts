/**
 * JSON Lines of spaCy, Doccano and Prodigy: a text and its spans in each record.
 *
 * - spaCy: `entities: [[start, end, label], ...]`, or `ents` as `Doc.to_json` has them; its training
 *   pairs `[text, { entities }]`
 * - Doccano: `label` or `labels: [[start, end, label], ...]`, or `entities` with `start_offset`
 * - Prodigy: `spans: [{ start, end, label }, ...]`
 *
 * @module
 */
import { MltlError } from "@mltl/core";
import type { TextDocument } from "../document/document.js";
import type { Token } from "../segment/sentence-rules.js";
import { OFFSET_UNITS } from "./annotation-form.js";
import { ProblemLog } from "./annotation-problem.js";
import { CodePointOffsets } from "./code-point-offsets.js";
import { type FormContents, type ReadFormOptions, Tally } from "./form-contents.js";
import { asObject, type JsonRecord, readRecords } from "./json-records.js";
import { OffsetEntities, type RawEntity } from "./offset-entities.js";

/** The tools whose records these are. */
export type JsonLinesForm = "spacy" | "doccano" | "prodigy";

type Fields = Readonly<Record<string, unknown>>;

/** Keys that say nothing about the text. */
const BOOKKEEPING = /^(id|_.*)$/;

/** Reads records of one tool. */
export function readJsonLines(
  text: string,
  path: string,
  form: JsonLinesForm,
  options: ReadFormOptions = {},
): FormContents {
  const log = new ProblemLog(path);
  const leftOut = new Tally();
  const documents: TextDocument[] = [];
  let unsure = 0;
  for (const record of readRecords(text, path, log)) {
    const read = readRecord(record, path, form, options, log, leftOut);
    if (!read) continue;
    documents.push(read.document);
    if (read.unsure) unsure++;
  }
  if (unsure > 0 && form === "doccano" && options.offsets === undefined) {
    const what = `${unsure} texts have characters beyond U+FFFF before an entity`;
    log.add(
      "unknown-unit",
      `${what}: offsets are taken as UTF-16 units, as Doccano counts; say so if they are code points`,
    );
  }
  return { documents, problems: log.all(), leftOut: leftOut.all(), notes: [] };
}

function readRecord(
  { value, number, line }: JsonRecord,
  path: string,
  form: JsonLinesForm,
  options: ReadFormOptions,
  log: ProblemLog,
  leftOut: Tally,
): { document: TextDocument; unsure: boolean } | undefined {
  const refuse = (why: string) => {
    const where = line === undefined ? `record ${number}: ` : "";
    log.add("broken-line", `${where}${why}; it is left out`, line);
    return undefined;
  };
  const fields = fieldsOf(value);
  if (!fields) return refuse("expected a JSON object");
  const column =
    options.textColumn ?? (form === "doccano" && !("text" in fields) ? "data" : "text");
  const own = fields[column];
  if (typeof own !== "string") return refuse(noText(fields, column));
  const other = formOfRecord(value);
  if (other !== undefined && other !== form) {
    return refuse(`expected a record of ${form}, received one of ${other}`);
  }
  if (form === "prodigy" && fields.answer !== undefined && fields.answer !== "accept") {
    leftOut.add("records that were not accepted");
    return undefined;
  }
  const unit = options.offsets ?? OFFSET_UNITS[form];
  const entities = new OffsetEntities(own, unit, log);
  const [key, list] = annotationsIn(fields, form) ?? [undefined, []];
  for (const one of list) entities.add({ ...rawEntity(one), line });
  const sentences = sentencesOf(fields, own, unit === "code-point", form);
  if (!sentences && Array.isArray(fields.tokens)) leftOut.add("key 'tokens'");
  const used = new Set([column, key, "tokens", "sents", "answer", "entities"]);
  for (const [name, held] of Object.entries(fields)) {
    const empty = Array.isArray(held) && held.length === 0;
    if (!used.has(name) && !empty && !BOOKKEEPING.test(name)) leftOut.add(`key '${name}'`);
  }
  const document = {
    id: `${path}#${number}`,
    text: own,
    exactText: true,
    entities: entities.all(),
  };
  return { document: sentences ? { ...document, sentences } : document, unsure: entities.unsure };
}

function noText(fields: Fields, column: string): string {
  const names = Object.keys(fields).slice(0, 12).join(", ");
  return `expected a text under '${column}'; it has: ${names}`;
}

/** A record's keys; of spaCy's training pair, those of its second half and the text. */
function fieldsOf(value: unknown): Fields | undefined {
  if (!Array.isArray(value)) return asObject(value);
  const [text, rest] = value;
  return { text, ...asObject(rest) };
}

const KEYS: Readonly<Record<JsonLinesForm, readonly string[]>> = {
  spacy: ["entities", "ents"],
  doccano: ["label", "labels", "entities"],
  prodigy: ["spans"],
};

function annotationsIn(
  fields: Fields,
  form: JsonLinesForm,
): [string, readonly unknown[]] | undefined {
  for (const key of KEYS[form]) {
    const list = fields[key];
    if (Array.isArray(list)) return [key, list];
  }
  return undefined;
}

/** Whose record it is; undefined where it has no annotations that tell. */
export function formOfRecord(value: unknown): JsonLinesForm | undefined {
  const fields = fieldsOf(value);
  if (!fields) return undefined;
  const { entities } = fields;
  if (Array.isArray(entities)) {
    const first = asObject(entities[0]);
    return first && "start_offset" in first ? "doccano" : "spacy";
  }
  if (Array.isArray(fields.ents)) return "spacy";
  if (Array.isArray(fields.label) || Array.isArray(fields.labels)) return "doccano";
  return Array.isArray(fields.spans) ? "prodigy" : undefined;
}

function rawEntity(value: unknown): RawEntity {
  if (Array.isArray(value)) return { start: value[0], end: value[1], type: value[2] };
  const { start, end, start_offset, end_offset, label } = asObject(value) ?? {};
  return { start: start ?? start_offset, end: end ?? end_offset, type: label };
}

/**
 * A record's own tokens, by sentence: all in one where Prodigy doesn't say, as its tasks are
 * sentences. Undefined where they aren't stretches of the text in order.
 */
function sentencesOf(
  { tokens, sents }: Fields,
  text: string,
  codePoints: boolean,
  form: JsonLinesForm,
): Token[][] | undefined {
  if (!Array.isArray(tokens) || (form === "spacy" && !Array.isArray(sents))) return undefined;
  const map = new CodePointOffsets(text);
  const place = (value: unknown) => {
    const { start, end } = asObject(value) ?? {};
    if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end)) return undefined;
    const [from, to] = [Number(start), Number(end)];
    return codePoints
      ? { start: map.toUtf16(from), end: map.toUtf16(to) }
      : { start: from, end: to };
  };
  const own: Token[] = [];
  let last = 0;
  for (const value of tokens) {
    const found = place(value);
    if (!found || found.start < last || found.end <= found.start || found.end > text.length)
      return undefined;
    last = found.end;
    const token = { ...found, text: text.slice(found.start, found.end) };
    if (token.text.trim() !== "") own.push(token);
  }
  const starts = Array.isArray(sents) ? sents.map((value) => place(value)?.start ?? 0) : [0];
  const sentences = starts.map((): Token[] => []);
  let at = 0;
  for (const token of own) {
    while (at + 1 < starts.length && starts[at + 1] <= token.start) at++;
    sentences[at]?.push(token);
  }
  return sentences.filter(({ length }) => length > 0);
}

/** @throws MltlError `E_BAD_DATA` where no record says whose it is */
export function formOfRecords(records: readonly JsonRecord[], path: string): JsonLinesForm {
  for (const { value } of records) {
    const form = formOfRecord(value);
    if (form) return form;
  }
  const expected = "entities or ents (spaCy), label or labels (Doccano), spans (Prodigy)";
  throw new MltlError(
    "E_BAD_DATA",
    `Expected ${expected} in the records of ${path}, received none`,
    {
      hint: "Name the form if its texts have no annotations.",
    },
  );
}
