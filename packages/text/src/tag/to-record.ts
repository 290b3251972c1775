import type { Span } from "@mltl/core";
import type { ReadItem } from "../read/read-item.js";
import type { FoundSpan } from "../rules/merge-spans.js";
import {
  type EntityRecord,
  type NamedStretch,
  SENTENCE_SCHEMA,
  type SentenceRecord,
} from "../schema.js";
import { countCodePoints } from "../segment/code-points.js";
import type { Sentence } from "../segment/segment.js";
import type { Alternative } from "./decode-sentence.js";

/** The record of a sentence and its spans. */
export function toRecord(
  item: ReadItem,
  spans: readonly FoundSpan[],
  alternatives?: readonly Alternative[],
): SentenceRecord {
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
  const record: SentenceRecord = {
    ...head,
    ...(reason !== undefined && { reason }),
    entities: spans.map((span) => toEntity(sentence, span)),
  };
  if (alternatives) {
    record.alternatives = alternatives.map(({ probability, spans }) => ({
      probability: rounded(probability),
      entities: spans.map((span) => toNamed(sentence, span)),
    }));
  }
  return record;
}

function toEntity(sentence: Sentence, span: FoundSpan): EntityRecord {
  const { probability, source } = span;
  return {
    ...toNamed(sentence, span),
    probability: probability === null ? null : rounded(probability),
    source,
  };
}

function toNamed(sentence: Sentence, span: Span): NamedStretch {
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
  };
}

function rounded(probability: number): number {
  return Math.round(probability * 1e6) / 1e6;
}
