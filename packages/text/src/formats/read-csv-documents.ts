/**
 * Tables with a row an entity: the text or its id, offsets of characters, a label.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { MltlError } from "@mltl/core";
import { type CsvError, type Info, parse } from "csv-parse/sync";
import type { TextDocument } from "../document/document.js";
import { OFFSET_UNITS } from "./annotation-form.js";
import { ProblemLog } from "./annotation-problem.js";
import { type FormContents, type ReadFormOptions, Tally } from "./form-contents.js";
import { OffsetEntities, type RawEntity } from "./offset-entities.js";

/** Names that columns go by, the first of which is what is written. */
const NAMES = {
  id: ["id", "doc_id", "document_id", "document", "path", "file"],
  text: ["text", "content", "sentence"],
  start: ["start", "begin", "start_char", "start_offset"],
  end: ["end", "stop", "end_char", "end_offset"],
  label: ["label", "type", "entity_type", "tag"],
  entity: ["entity", "mention", "surface", "span", "entity_text"],
} as const;

type Column = keyof typeof NAMES;

/** Whether the first line of a table names columns of offsets. */
export function namesOffsets(firstLine: string): boolean {
  const cells = firstLine
    .replace(/^\ufeff/, "")
    .split(/[,;\t]/)
    .map((cell) => cell.replaceAll('"', "").trim());
  return (["start", "end", "label"] as const).every((column) =>
    NAMES[column].some((name) => cells.includes(name)),
  );
}

/**
 * Reads a table. Rows with the same id are one document, without ids those with the same text; the
 * text may stand in the first of them only, and without a column for it in the file `ID` or
 * `ID.txt` beside the table. A row without offsets is a document that may have no entity.
 *
 * @throws MltlError `E_BAD_DATA` for a table without these columns, or that can't be read on
 */
export async function readCsvDocuments(
  text: string,
  file: string,
  options: ReadFormOptions = {},
): Promise<FormContents> {
  const log = new ProblemLog(file);
  const leftOut = new Tally();
  const table = readTable(text, file, options.textColumn);
  const groups = group(table, file);
  const documents: TextDocument[] = [];
  let unsure = 0;
  for (const { id, text: given, rows } of groups) {
    const own = given ?? (await textBeside(file, id));
    if (own === undefined) {
      const why = `no text for '${id}', neither in its rows nor as ${id}.txt beside the table; its rows are left out`;
      log.add("no-text", why, rows[0]?.line);
      continue;
    }
    const entities = new OffsetEntities(own, options.offsets ?? OFFSET_UNITS.csv, log);
    for (const row of rows) entities.add(row);
    if (entities.unsure) unsure++;
    documents.push({ id, text: own, exactText: true, entities: entities.all() });
  }
  if (unsure > 0 && options.offsets === undefined) {
    const what = `${unsure} texts have characters beyond U+FFFF before an entity`;
    const why =
      "offsets are taken as UTF-16 units; say so if they are code points, as Python counts";
    log.add("unknown-unit", `${what}: ${why}`);
  }
  for (const name of table.unused) leftOut.add(`column '${name}'`);
  const notes = [`columns: ${table.used.join(", ")}`];
  return { documents, problems: log.all(), leftOut: leftOut.all(), notes };
}

interface Table {
  rows: { cells: Partial<Record<Column, string>>; line: number }[];
  used: string[];
  unused: string[];
}

function readTable(text: string, file: string, textColumn?: string): Table {
  const firstLine = text.slice(0, text.indexOf("\n") >>> 0);
  const delimiter = [",", "\t", ";"].find((mark) => firstLine.includes(mark)) ?? ",";
  let rows: { record: string[]; info: Info }[];
  try {
    rows = parse(text, {
      bom: true,
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as typeof rows;
  } catch (error) {
    const { lines } = error as CsvError & Partial<Info>;
    const where = typeof lines === "number" ? `, line ${lines}` : "";
    throw new MltlError("E_BAD_DATA", `${file}${where}: ${(error as Error).message}`, {
      cause: error,
    });
  }
  const head = rows[0]?.record ?? [];
  const at = new Map<Column, number>();
  for (const column of Object.keys(NAMES) as Column[]) {
    const names: readonly string[] =
      column === "text" && textColumn !== undefined ? [textColumn] : NAMES[column];
    const index = head.findIndex((name) => names.includes(name.trim()));
    if (index >= 0) at.set(column, index);
  }
  const needed = (["start", "end", "label"] as const).filter((column) => !at.has(column));
  if (!at.has("text") && !at.has("id")) needed.push("text" as never);
  if (needed.length > 0) {
    const names = head.slice(0, 12).join(", ");
    throw new MltlError(
      "E_BAD_DATA",
      `Expected columns ${needed.join(", ")} in ${file}, received: ${names}`,
    );
  }
  const taken = new Set(at.values());
  return {
    rows: rows.slice(1).map(({ record, info }) => ({
      cells: Object.fromEntries([...at].map(([column, index]) => [column, record[index]])),
      line: info.lines,
    })),
    used: head.filter((_, i) => taken.has(i)),
    unused: head.filter((_, i) => !taken.has(i)),
  };
}

interface Group {
  readonly id: string;
  text?: string;
  readonly rows: RawEntity[];
}

function group({ rows }: Table, file: string): Group[] {
  const groups = new Map<string, Group>();
  for (const { cells, line } of rows) {
    const { id, text, start, end, label, entity } = cells;
    const key = id ? `id ${id}` : `text ${text}`;
    let own = groups.get(key);
    if (!own) {
      own = { id: id || `${file}#${groups.size + 1}`, rows: [] };
      groups.set(key, own);
    }
    own.text ||= text;
    if (!start && !end && !label) continue;
    const raw = { type: label, start: offset(start), end: offset(end), line };
    own.rows.push(entity ? { ...raw, text: entity } : raw);
  }
  return [...groups.values()];
}

/** Its number, or what stands there instead. */
function offset(cell: string | undefined): unknown {
  return cell !== undefined && /^\d+(\.0)?$/.test(cell.trim()) ? Number(cell) : cell;
}

async function textBeside(file: string, id: string): Promise<string | undefined> {
  for (const name of [id, `${id}.txt`]) {
    try {
      return await readFile(path.resolve(path.dirname(file), name), "utf8");
    } catch {}
  }
  return undefined;
}
