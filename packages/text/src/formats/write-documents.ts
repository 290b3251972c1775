/**
 * Documents in any form of annotated text.
 *
 * @module
 */
import {
  createJsonlWriter,
  createJsonWriter,
  MltlError,
  type RecordWriter,
  type Sink,
} from "@mltl/core";
import type { MisalignedEntity } from "../document/align-entities.js";
import type { TextDocument } from "../document/document.js";
import type { TagSchemeName } from "../scheme/parse-tag.js";
import type { AnnotationForm, OffsetUnit } from "./annotation-form.js";
import { Losses } from "./losses.js";
import { BratFolder } from "./write-brat.js";
import { DOCUMENT_BREAK, toConll } from "./write-conll.js";
import { toConllu } from "./write-conllu.js";
import { createDocumentCsvWriter } from "./write-csv.js";
import { type JsonForm, recordMaker } from "./write-json.js";

/** How {@link writeDocuments} writes. */
export interface WriteDocumentsOptions {
  /** Scheme of the tags of `conll` and `conllu`. Default: BIO. */
  readonly scheme?: TagSchemeName;
  /** What offsets count. Default: the form's own unit. */
  readonly offsets?: OffsetUnit;
}

/** What {@link writeDocuments} did. */
export interface DocumentsWritten {
  readonly documents: number;
  readonly entities: number;
  /** What the form could not hold, by kind: how many. */
  readonly lost: Readonly<Record<string, number>>;
  /** Entities left out of a form of tokens, each with the text around it. */
  readonly misaligned: readonly MisalignedEntity[];
}

/**
 * Writes documents in a form, and says what it could not hold.
 *
 * @param target - a sink; for `brat` the name of a folder
 * @throws MltlError `E_USAGE` for a target of the wrong kind
 */
export async function writeDocuments(
  documents: Iterable<TextDocument>,
  form: AnnotationForm,
  target: Sink | string,
  options: WriteDocumentsOptions = {},
): Promise<DocumentsWritten> {
  const losses = new Losses();
  const writer = writerOf(form, target, losses, options);
  let [count, entities] = [0, 0];
  try {
    for (const document of documents) {
      await writer.write(document);
      if (writer.readerGone) break;
      count++;
      entities += document.entities.length;
    }
  } catch (error) {
    await writer.discard();
    throw error;
  }
  await writer.close();
  const { misaligned } = losses;
  return {
    documents: count,
    entities: entities - misaligned.length,
    lost: losses.all(),
    misaligned,
  };
}

function writerOf(
  form: AnnotationForm,
  target: Sink | string,
  losses: Losses,
  { scheme, offsets }: WriteDocumentsOptions,
): RecordWriter<TextDocument> {
  if (typeof target === "string") {
    if (form === "brat") return folderWriter(new BratFolder(target, losses, offsets));
    throw new MltlError("E_USAGE", `Expected a sink for ${form}, received the folder '${target}'`);
  }
  switch (form) {
    case "brat":
      throw new MltlError("E_USAGE", "Expected a folder for brat, received a sink", {
        hint: "brat keeps two files for each document: name a folder.",
      });
    case "conll": {
      let first = true;
      return textWriter(target, (document) => {
        const lines = toConll(document, losses, scheme);
        const text = lines !== "" && !first ? DOCUMENT_BREAK + lines : lines;
        if (lines !== "") first = false;
        return text;
      });
    }
    case "conllu":
      return textWriter(target, (document) => toConllu(document, losses, scheme));
    case "csv":
      return createDocumentCsvWriter(target, losses, offsets);
    default:
      return jsonWriter(form, target, losses, offsets);
  }
}

function jsonWriter(form: JsonForm, sink: Sink, losses: Losses, offsets?: OffsetUnit) {
  const toRecord = recordMaker(form, losses, offsets);
  const inner =
    form === "label-studio" ? createJsonWriter<object>(sink) : createJsonlWriter<object>(sink);
  const { close, discard } = inner;
  return {
    get readerGone() {
      return sink.readerGone;
    },
    write: (document: TextDocument) => inner.write(toRecord(document)),
    close,
    discard,
  };
}

function textWriter(
  sink: Sink,
  toText: (document: TextDocument) => string,
): RecordWriter<TextDocument> {
  return {
    get readerGone() {
      return sink.readerGone;
    },
    write: (document) => sink.write(toText(document)),
    close: () => sink.close(),
    discard: () => sink.discard(),
  };
}

function folderWriter(folder: BratFolder): RecordWriter<TextDocument> {
  const nothing = async () => {};
  return {
    readerGone: false,
    write: (document) => folder.write(document),
    close: nothing,
    discard: nothing,
  };
}
