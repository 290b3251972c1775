import {
  createJsonlWriter,
  createJsonWriter,
  type RecordWriter,
  type Sink,
  type TableOptions,
} from "@mltl/core";
import type { SentenceRecord } from "../schema.js";
import type { TaggedSentence } from "../tag/tag.js";
import { createConllWriter } from "./conll-writer.js";
import { createHtmlWriter } from "./html-writer.js";
import { createEntityCsvWriter, createEntityTableWriter } from "./row-writer.js";

/** The forms in which tagged text is written. */
export const TAG_FORMATS = ["table", "jsonl", "json", "csv", "conll", "html"] as const;
export type TagFormat = (typeof TAG_FORMATS)[number];

/** What some forms need to know. */
export interface TagWriterOptions {
  /** The kinds of entities that there may be, in the order of the page's legend. */
  types: readonly string[];
  /** The terminal that a table has to fit. */
  terminal?: TableOptions;
  /** Whether CoNLL has a column that says what found an entity. Default: false. */
  sources?: boolean;
  /** Whether CSV begins with the columns' names. Default: true. */
  header?: boolean;
}

/** A writer of tagged sentences in one of the forms. */
export function createTagWriter(
  format: TagFormat,
  sink: Sink,
  { types, terminal, sources, header }: TagWriterOptions,
): RecordWriter<TaggedSentence> {
  switch (format) {
    case "table":
      return createEntityTableWriter(sink, terminal);
    case "jsonl":
      return recordsAlone(createJsonlWriter(sink));
    case "json":
      return recordsAlone(createJsonWriter(sink));
    case "csv":
      return createEntityCsvWriter(sink, { header });
    case "conll":
      return createConllWriter(sink, sources);
    case "html":
      return createHtmlWriter(sink, types);
  }
}

function recordsAlone(inner: RecordWriter<SentenceRecord>): RecordWriter<TaggedSentence> {
  return {
    get readerGone() {
      return inner.readerGone;
    },
    write: ({ record }) => inner.write(record),
    close: () => inner.close(),
    discard: () => inner.discard(),
  };
}
