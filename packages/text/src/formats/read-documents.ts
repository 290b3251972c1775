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
  if (options.form === "brat" || (options.form === undefined && (await isBrat(file)))) {
    return { form: "brat", ...(await readBrat(file, options)) };
  }
  const text = await openText(file);
  const form = options.form ?? findForm(text, file);
  return { form, ...(await readForm(form, text, file, options)) };
}

async function readForm(
  form: Exclude<AnnotationForm, "brat"> | AnnotationForm,
  text: string,
  file: string,
  options: ReadFormOptions,
): Promise<FormContents> {
  switch (form) {
    case "conll":
      return readConllDocuments(text, file, options);
    case "conllu":
      return readConllu(text, file, options);
    case "label-studio":
      return readLabelStudio(text, file, options);
    case "csv":
      return readCsvDocuments(text, file, options);
    case "brat":
      return readBrat(file, options);
    default:
      return readJsonLines(text, file, form, options);
  }
}
