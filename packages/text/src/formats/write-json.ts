/**
 * The records of spaCy, Doccano, Prodigy and Label Studio.
 *
 * @module
 */
import type { TextDocument } from "../document/document.js";
import { OFFSET_UNITS, type OffsetForm, type OffsetUnit } from "./annotation-form.js";
import { CodePointOffsets } from "./code-point-offsets.js";
import type { Losses } from "./losses.js";

/** The forms whose records are JSON. */
export type JsonForm = "spacy" | "doccano" | "prodigy" | "label-studio";

/** Makes the records of one form. */
export function recordMaker(
  form: JsonForm,
  losses: Losses,
  offsets?: OffsetUnit,
): (document: TextDocument) => object {
  let count = 0;
  return (document) => {
    losses.pieces(document);
    count++;
    const at = offsetWriter(document.text, form, offsets);
    switch (form) {
      case "spacy":
        return spacyRecord(document, at);
      case "prodigy":
        return prodigyRecord(document, at);
      case "doccano":
        losses.tokens(document);
        return { id: count, text: document.text, label: triples(document, at) };
      case "label-studio":
        losses.tokens(document);
        return labelStudioTask(document, at, count);
    }
  };
}

type At = (offset: number) => number;

/** Turns UTF-16 offsets into those of a form. */
export function offsetWriter(
  text: string,
  form: OffsetForm,
  unit: OffsetUnit = OFFSET_UNITS[form],
): At {
  if (unit === "utf16") return (offset) => offset;
  const map = new CodePointOffsets(text);
  return (offset) => map.fromUtf16(offset);
}

const triples = ({ entities }: TextDocument, at: At) =>
  entities.map(({ type, start, end }) => [at(start), at(end), type]);

/** `tokens` and `sents` are those of spaCy's `Doc.to_json`. */
function spacyRecord(document: TextDocument, at: At): object {
  const { text, sentences } = document;
  const record = { text, entities: triples(document, at) };
  if (!sentences) return record;
  const tokens = sentences
    .flat()
    .map(({ start, end }, id) => ({ id, start: at(start), end: at(end) }));
  return { ...record, tokens, sents: sents(sentences, at) };
}

const sents = (sentences: NonNullable<TextDocument["sentences"]>, at: At) =>
  sentences.map((tokens) => ({
    start: at(tokens[0].start),
    end: at(tokens[tokens.length - 1].end),
  }));

function prodigyRecord({ text, entities, sentences }: TextDocument, at: At): object {
  const spans = entities.map(({ type, start, end }) => ({
    start: at(start),
    end: at(end),
    label: type,
  }));
  if (!sentences) return { text, spans };
  const own = sentences.flat();
  const first = new Map(own.map(({ start }, id) => [at(start), id]));
  const last = new Map(own.map(({ end }, id) => [at(end), id]));
  const tokens = own.map(({ start, end, text: word }, id) => {
    const ws = id + 1 < own.length && own[id + 1].start > end;
    return { text: word, start: at(start), end: at(end), id, ws };
  });
  const placed = spans.map((span) => {
    const [token_start, token_end] = [first.get(span.start), last.get(span.end)];
    if (token_start === undefined || token_end === undefined) return span;
    return { ...span, token_start, token_end };
  });
  return { text, spans: placed, tokens, sents: sents(sentences, at) };
}

function labelStudioTask({ text, entities }: TextDocument, at: At, id: number): object {
  const result = entities.map(({ type, start, end }, i) => ({
    id: `${id}-${i + 1}`,
    from_name: "label",
    to_name: "text",
    type: "labels",
    value: { start: at(start), end: at(end), text: text.slice(start, end), labels: [type] },
  }));
  return { id, data: { text }, annotations: [{ result }] };
}
