/**
 * Annotated text of any form, as documents.
 *
 * @module
 */
import type { AnnotationForm } from "./annotation-form.js";
import { findForm, isBrat } from "./find-form.js";
import type { FormContents, ReadFormOptions } from "./form-contents.js";
import { openText } from "./open-text.js";
import { readBrat } from "./read-brat.js";
import { readConllDocuments } from "./read-conll-documents.js";
import { readConllu } from "./read-conllu.js";
import { readCsvDocuments } from "./read-csv-documents.js";
import { readJsonLines } from "./read-json-lines.js";
import { readLabelStudio } from "./read-label-studio.js";

/** How {@link readDocuments} reads. */
export interface ReadDocumentsOptions extends ReadFormOptions {
  /** Default: found by the file's name and content. */
  readonly form?: AnnotationForm;
}

/** What {@link readDocuments} gives. */
export interface DocumentsRead extends FormContents {
  readonly form: AnnotationForm;
}

/**
 * Reads a file of annotated text, gzipped or not, or a folder of brat's pairs.
 *
 * @param file - for brat also either file of one pair
 * @throws MltlError `E_NOT_FOUND`, `E_BAD_ENCODING` naming the byte, `E_BAD_DATA` for what is not of
 *   the form at all; single lines that aren't are among `problems`
 */
export async function readDocuments(
  file: string,
  options: ReadDocumentsOptions = {},
): Promise<DocumentsRead> {
  const opened = await openAnnotated(file, options.form);
  return { form: opened.form, ...(await readAnnotated(opened, file, options)) };
}

/** A file whose form is known; its text where it is one file. */
export type OpenedForm =
  | { readonly form: "brat" }
  | { readonly form: Exclude<AnnotationForm, "brat">; readonly text: string };

/** Opens a file, gzipped or not, and finds its form where that isn't said. */
export async function openAnnotated(file: string, form?: AnnotationForm): Promise<OpenedForm> {
  if (form === "brat" || (form === undefined && (await isBrat(file)))) return { form: "brat" };
  const text = await openText(file);
  return { form: form ?? findForm(text, file), text };
}

/** Reads what is opened. */
export async function readAnnotated(
  opened: OpenedForm,
  file: string,
  options: ReadFormOptions,
): Promise<FormContents> {
  if (opened.form === "brat") return readBrat(file, options);
  const { form, text } = opened;
  switch (form) {
    case "conll":
      return readConllDocuments(text, file, options);
    case "conllu":
      return readConllu(text, file, options);
    case "label-studio":
      return readLabelStudio(text, file, options);
    case "csv":
      return readCsvDocuments(text, file, options);
    default:
      return readJsonLines(text, file, form, options);
  }
}
