import type { ReadItem } from "../read/read-item.js";
import { type EntityRecord, SENTENCE_SCHEMA, type SentenceRecord } from "../schema.js";
import { countCodePoints } from "../segment/code-points.js";
import type { Sentence } from "../segment/segment.js";
import type { TokenSpan } from "./decode-sentence.js";

/** The record of a sentence and its spans. */
export function toRecord(item: ReadItem, spans: readonly TokenSpan[]): SentenceRecord {
  const { path, status, reason, sentence } = item;
  const { index, start, end, text } = sentence;
  const head = {
    schema: SENTENCE_SCHEMA,
    path,
    sentence: index,
    start,
    end,
    text,
    status,
  } as const;
  const entities = spans.map((span) => toEntity(sentence, span));
  return reason === undefined ? { ...head, entities } : { ...head, reason, entities };
}

function toEntity(sentence: Sentence, span: TokenSpan): EntityRecord {
  const { start } = sentence.tokens[span.start];
  const { end } = sentence.tokens[span.end - 1];
  const text = sentence.text.slice(start - sentence.start, end - sentence.start);
  const before = sentence.text.slice(0, start - sentence.start);
  const startCodePoint = sentence.startCodePoint + countCodePoints(before);
  return {
    type: span.type,
    start,
    end,
    startCodePoint,
    endCodePoint: startCodePoint + countCodePoints(text),
    text,
    probability: Math.round(span.probability * 1e6) / 1e6,
  };
}
