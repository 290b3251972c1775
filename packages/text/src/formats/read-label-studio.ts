/**
 * The JSON that Label Studio exports, whole or as JSON-MIN. Its offsets are code points; those of
 * its first versions are what the browser counts, UTF-16 units (label-studio#1347).
 *
 * @module
 */
import type { TextDocument } from "../document/document.js";
import { OFFSET_UNITS } from "./annotation-form.js";
import { ProblemLog } from "./annotation-problem.js";
import { type FormContents, type ReadFormOptions, Tally } from "./form-contents.js";
import { asObject, type JsonRecord, readRecords } from "./json-records.js";
import { OffsetEntities, type RawEntity } from "./offset-entities.js";

/** Whether a record is a task of Label Studio, exported whole or as JSON-MIN. */
export function isLabelStudioTask(value: unknown): boolean {
  const fields = asObject(value);
  if (!fields) return false;
  if (asObject(fields.data)) return true;
  const first = Array.isArray(fields.label) ? asObject(fields.label[0]) : undefined;
  return first !== undefined && Array.isArray(first.labels);
}

/** Reads tasks; of several annotations of one, the first that wasn't cancelled. */
export function readLabelStudio(
  text: string,
  path: string,
  options: ReadFormOptions = {},
): FormContents {
  const log = new ProblemLog(path);
  const leftOut = new Tally();
  const documents: TextDocument[] = [];
  for (const record of readRecords(text, path, log)) {
    const document = readTask(record, path, options, log, leftOut);
    if (document) documents.push(document);
  }
  return { documents, problems: log.all(), leftOut: leftOut.all(), notes: [] };
}

function readTask(
  { value, number, line }: JsonRecord,
  path: string,
  options: ReadFormOptions,
  log: ProblemLog,
  leftOut: Tally,
): TextDocument | undefined {
  const fields = asObject(value) ?? {};
  const data = asObject(fields.data) ?? fields;
  const own = textIn(data, options.textColumn);
  if (own === undefined) {
    const names = Object.keys(data).slice(0, 12).join(", ");
    const why = `expected a text under '${options.textColumn ?? "text"}' of task ${number}; it has: ${names}`;
    log.add("broken-line", `${why}; it is left out`, line);
    return undefined;
  }
  const entities = new OffsetEntities(own, options.offsets ?? OFFSET_UNITS["label-studio"], log);
  for (const region of regionsOf(fields, leftOut)) {
    for (const entity of entitiesOf(region, leftOut)) entities.add({ ...entity, line });
  }
  return { id: `${path}#${number}`, text: own, exactText: true, entities: entities.all() };
}

/** The text by its name; else, as the name is the project's own, the one string there is. */
function textIn(data: Readonly<Record<string, unknown>>, column = "text"): string | undefined {
  const own = data[column];
  if (typeof own === "string") return own;
  const strings = Object.values(data).filter((value) => typeof value === "string");
  return strings.length === 1 ? strings[0] : undefined;
}

function regionsOf(fields: Readonly<Record<string, unknown>>, leftOut: Tally): readonly unknown[] {
  if (Array.isArray(fields.predictions)) leftOut.add("predictions", fields.predictions.length);
  const held = fields.annotations ?? fields.completions;
  if (!Array.isArray(held)) return Array.isArray(fields.label) ? fields.label : [];
  const done = held.map(asObject).filter((one) => one && one.was_cancelled !== true);
  leftOut.add("annotations that were cancelled", held.length - done.length);
  leftOut.add("further annotations of a task", Math.max(0, done.length - 1));
  const result = done[0]?.result;
  return Array.isArray(result) ? result : [];
}

function entitiesOf(region: unknown, leftOut: Tally): RawEntity[] {
  const fields = asObject(region) ?? {};
  const value = asObject(fields.value) ?? fields;
  const labels = value.labels ?? value.hypertextlabels;
  if (!Array.isArray(labels)) {
    leftOut.add(`results of type '${fields.type ?? "unknown"}'`);
    return [];
  }
  const { start, end } = asObject(value.globalOffsets) ?? value;
  const text = typeof value.text === "string" ? value.text : undefined;
  return labels.map((type) => ({ type, start, end, ...(text === undefined ? {} : { text }) }));
}
