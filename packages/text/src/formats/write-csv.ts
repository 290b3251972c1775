/**
 * A table with a row an entity; a document's text stands in the first of its rows.
 *
 * @module
 */
import { type CsvValue, createCsvWriter, type RecordWriter, type Sink } from "@mltl/core";
import type { TextDocument } from "../document/document.js";
import type { OffsetUnit } from "./annotation-form.js";
import type { Losses } from "./losses.js";
import { UniqueNames } from "./unique-names.js";
import { offsetWriter } from "./write-json.js";

const COLUMNS = ["id", "text", "start", "end", "label", "entity"] as const;

/** Writes documents as rows; one without entities has a row without offsets. */
export function createDocumentCsvWriter(
  sink: Sink,
  losses: Losses,
  offsets?: OffsetUnit,
): RecordWriter<TextDocument> {
  const names = new UniqueNames();
  return createCsvWriter(sink, COLUMNS, (document) => {
    losses.pieces(document);
    losses.tokens(document);
    const text = losses.encodable(document.text);
    const at = offsetWriter(document.text, "csv", offsets);
    const id = names.take(losses.encodable(document.id));
    const rows = document.entities.map(({ type, start, end }, i): CsvValue[] => [
      id,
      i === 0 ? text : "",
      at(start),
      at(end),
      losses.label(type, /(?!)/g),
      text.slice(start, end),
    ]);
    return rows.length > 0 ? rows : [[id, text, "", "", "", ""]];
  });
}
