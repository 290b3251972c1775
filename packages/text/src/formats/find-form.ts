/**
 * Which form a file is in: by its name, and where that fits several, by what it begins with.
 *
 * @module
 */
import { stat } from "node:fs/promises";
import { extname } from "node:path";
import type { AnnotationForm } from "./annotation-form.js";
import { ProblemLog } from "./annotation-problem.js";
import { readRecords } from "./json-records.js";
import { namesOffsets } from "./read-csv-documents.js";
import { formOfRecords } from "./read-json-lines.js";
import { isLabelStudioTask } from "./read-label-studio.js";

/** Whether a path is one of brat: a folder, a file of annotations, or the text of one. */
export async function isBrat(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() || path.endsWith(".ann")) return true;
  return path.endsWith(".txt") && (await isThere(path.replace(/\.txt$/, ".ann")));
}

const isThere = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

/**
 * The form of a file that isn't brat's.
 *
 * @throws MltlError `E_BAD_DATA` for JSON that has no annotations in it
 */
export function findForm(text: string, path: string): Exclude<AnnotationForm, "brat"> {
  const extension = extname(path.replace(/\.gz$/i, "")).toLowerCase();
  const start = /[^\s\ufeff]/.exec(text.slice(0, 10_000))?.[0];
  if (extension === ".conllu" || extension === ".conllup") return "conllu";
  if (/^\ufeff?# ?global\.columns/.test(text)) return "conllu";
  if (JSON_ENDINGS.has(extension) || (start === "{" && extension !== ".conll"))
    return jsonForm(text, path);
  const firstLine = text.slice(0, text.indexOf("\n") >>> 0);
  return TABLE_ENDINGS.has(extension) && (extension === ".csv" || namesOffsets(firstLine))
    ? "csv"
    : "conll";
}

const JSON_ENDINGS = new Set([".json", ".jsonl", ".ndjson"]);
const TABLE_ENDINGS = new Set([".csv", ".tsv"]);

function jsonForm(text: string, path: string): Exclude<AnnotationForm, "brat"> {
  const records = readRecords(text, path, new ProblemLog(path));
  return isLabelStudioTask(records[0]?.value) ? "label-studio" : formOfRecords(records, path);
}
