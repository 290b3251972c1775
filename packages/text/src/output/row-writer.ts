import {
  type CsvOptions,
  type CsvValue,
  createCsvWriter,
  createTableWriter,
  type RecordWriter,
  type Sink,
  type TableColumn,
  type TableOptions,
} from "@mltl/core";
import type { TaggedSentence } from "../tag/tag.js";
import { type EntityRow, EntityRows } from "./entity-rows.js";

/** The columns of an entity in CSV. */
export const ENTITY_COLUMNS = [
  "path",
  "status",
  "sentence",
  "type",
  "start",
  "end",
  "startCodePoint",
  "endCodePoint",
  "text",
  "probability",
  "source",
  "reason",
] as const;

const TABLE_COLUMNS: readonly TableColumn[] = [
  { name: "input", cut: "start" },
  { name: "type" },
  { name: "text", cut: "end" },
  { name: "start", align: "right" },
  { name: "end", align: "right" },
  { name: "probability", align: "right" },
  { name: "source" },
];

/** Comma-separated values, a row an entity and a row for an input without any. */
export function createEntityCsvWriter(
  sink: Sink,
  options: CsvOptions = {},
): RecordWriter<TaggedSentence> {
  const toCells = (rows: readonly EntityRow[]) => rows.map(toCsvCells);
  return byRow(createCsvWriter<readonly EntityRow[]>(sink, ENTITY_COLUMNS, toCells, options));
}

/** A table for people, a row an entity and a row for an input without any. */
export function createEntityTableWriter(
  sink: Sink,
  options: TableOptions = {},
): RecordWriter<TaggedSentence> {
  const toCells = (rows: readonly EntityRow[]) => rows.map(toTableCells);
  return byRow(createTableWriter<readonly EntityRow[]>(sink, TABLE_COLUMNS, toCells, options));
}

function toCsvCells({ path, status, reason, found }: EntityRow): CsvValue[] {
  const e = found?.entity;
  return [
    path,
    status,
    found?.sentence,
    e?.type,
    e?.start,
    e?.end,
    e?.startCodePoint,
    e?.endCodePoint,
    e?.text,
    e?.probability ?? undefined,
    e?.source,
    reason,
  ];
}

function toTableCells({ path, status, reason, found }: EntityRow): string[] {
  if (!found) {
    const words = status === "ok" ? "no entity" : `${status}: ${reason}`;
    return [path, "", words, "", "", "", ""];
  }
  const { type, start, end, probability, source } = found.entity;
  const oneLine = found.shown.replace(/\s+/g, " ");
  const shown = probability?.toFixed(2) ?? "";
  return [path, type, oneLine, String(start), String(end), shown, source];
}

function byRow(inner: RecordWriter<readonly EntityRow[]>): RecordWriter<TaggedSentence> {
  const rows = new EntityRows();
  const pass = async (added: readonly EntityRow[]) => {
    if (added.length > 0) await inner.write(added);
  };
  return {
    get readerGone() {
      return inner.readerGone;
    },
    write: (tagged) => pass(rows.add(tagged)),
    async close() {
      await pass(rows.end());
      await inner.close();
    },
    discard: () => inner.discard(),
  };
}
