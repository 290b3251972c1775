import { writeFileSync } from "node:fs";
import type { Sink } from "@mltl/core";
import type { TextDocument } from "#text/document/document.js";
import type { AnnotationForm } from "#text/formats/annotation-form.js";
import { type ReadDocumentsOptions, readDocuments } from "#text/formats/read-documents.js";
import { type WriteDocumentsOptions, writeDocuments } from "#text/formats/write-documents.js";
import { scratchFolder } from "../../core/io/scratch.js";

/** Collects what is written. */
export function memorySink(): Sink & { text(): string } {
  const parts: string[] = [];
  return {
    readerGone: false,
    write: async (text) => void parts.push(text),
    close: async () => {},
    discard: async () => {},
    text: () => parts.join(""),
  };
}

/** Reads and writes files of a scratch folder. */
export function formFiles() {
  const folder = scratchFolder();
  let count = 0;
  const read = (name: string, content: string | Buffer, options: ReadDocumentsOptions = {}) => {
    writeFileSync(folder.at(name), content);
    return readDocuments(folder.at(name), options);
  };
  /** Writes documents in a form and reads them again. */
  const again = async (
    documents: readonly TextDocument[],
    form: AnnotationForm,
    options: WriteDocumentsOptions = {},
  ) => {
    const place = folder.at(`again-${++count}`);
    if (form === "brat") {
      const written = await writeDocuments(documents, form, place, options);
      return { written, read: await readDocuments(place, { form }) };
    }
    const sink = memorySink();
    const written = await writeDocuments(documents, form, sink, options);
    writeFileSync(place, sink.text());
    const { offsets } = options;
    return { written, text: sink.text(), read: await readDocuments(place, { form, offsets }) };
  };
  return { folder, read, again };
}

/** Each document's entities as `TYPE text`. */
export const named = (documents: readonly TextDocument[]) =>
  documents.map(({ text, entities }) =>
    entities.map(({ type, start, end }) => `${type} ${text.slice(start, end)}`),
  );
