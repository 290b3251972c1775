import type { Span } from "@mltl/core";
import fc from "fast-check";

/** A span, in short. */
export const span = (type: string, start: number, end: number): Span => ({ type, start, end });

const spans = fc.array(
  fc
    .tuple(fc.constantFrom("PER", "LOC"), fc.nat(7), fc.integer({ min: 1, max: 4 }))
    .map(([type, start, length]) => span(type, start, start + length)),
  { maxLength: 5 },
);

/** Spans of one sentence that may overlap, gold and predicted. */
export const sentenceOfSpans = fc.record({ gold: spans, predicted: spans });

/** The same of one to six sentences. */
export const sentencesOfSpans = fc
  .array(sentenceOfSpans, { minLength: 1, maxLength: 6 })
  .map((sentences) => ({
    gold: sentences.map(({ gold }) => gold),
    predicted: sentences.map(({ predicted }) => predicted),
  }));
