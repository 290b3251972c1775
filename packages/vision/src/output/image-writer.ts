/**
 * Records in any of the formats.
 *
 * @module
 */
import {
  createCsvWriter,
  createJsonlWriter,
  createJsonWriter,
  createTableWriter,
  type RecordWriter,
  type Sink,
  type TableOptions,
} from "@mltl/core";
import type { ImageRecord } from "../schema.js";
import { csvColumns, csvRows } from "./csv-rows.js";
import { createPageWriter, type PhotoOnPage } from "./html-page.js";
import { tableColumns, tableRows } from "./table-rows.js";

/** The formats that images' records are written in. */
export const IMAGE_FORMATS = ["table", "jsonl", "json", "csv", "html"] as const;

/** One of {@link IMAGE_FORMATS}. */
export type ImageFormatName = (typeof IMAGE_FORMATS)[number];

/** What a writer has to know beside the format. */
export interface ImageWriterOptions {
  /** The model's labels, in the model's order. */
  labels: readonly string[];
  /** For CSV: whether the columns' names are still to be written. Default: true. */
  header?: boolean;
  /** For tables: the terminal. */
  terminal?: TableOptions;
}

/** Makes the writer of a format. Only `html` looks at a photograph's thumbnail. */
export function createImageWriter(
  format: ImageFormatName,
  sink: Sink,
  { labels, header, terminal }: ImageWriterOptions,
): RecordWriter<PhotoOnPage> {
  switch (format) {
    case "jsonl":
      return ofRecords(createJsonlWriter(sink));
    case "json":
      return ofRecords(createJsonWriter(sink));
    case "csv":
      return ofRecords(
        createCsvWriter(sink, csvColumns(labels), (record) => csvRows(record, labels), { header }),
      );
    case "table":
      return ofRecords(createTableWriter(sink, tableColumns, tableRows, terminal));
    case "html":
      return createPageWriter(sink, labels);
  }
}

function ofRecords(writer: RecordWriter<ImageRecord>): RecordWriter<PhotoOnPage> {
  return {
    get readerGone() {
      return writer.readerGone;
    },
    write: ({ record }) => writer.write(record),
    close: () => writer.close(),
    discard: () => writer.discard(),
  };
}
