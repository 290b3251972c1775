/**
 * Entities as typed stretches of a sentence.
 *
 * @module
 */
import { invalidArgument } from "../errors.js";
import { checkLength } from "./check-metric-input.js";

/** A typed stretch [start, end) of one sentence, in tokens or characters. */
export interface Span {
  type: string;
  start: number;
  end: number;
}

/** The spans of each sentence. */
export type SentenceSpans = readonly (readonly Span[])[];

/** The same for spans that are the same, and for no others. */
export function spanKey({ type, start, end }: Span): string {
  return `${start} ${end} ${type}`;
}

/** The spans without repetitions: what is annotated twice counts once. */
export function distinctSpans(spans: readonly Span[]): Span[] {
  return [...new Map(spans.map((span) => [spanKey(span), span])).values()];
}

/** Throws unless both have the same sentences, at least one, and every span has a length. */
export function checkSpans(gold: SentenceSpans, predicted: SentenceSpans): void {
  checkLength("predicted", predicted.length, gold.length);
  for (const [name, sentences] of Object.entries({ gold, predicted })) {
    sentences.forEach((spans, i) => {
      for (const { type, start, end } of spans) {
        if (Number.isInteger(start) && Number.isInteger(end) && start >= 0 && end > start) continue;
        throw invalidArgument(
          `a span of ${name}[${i}]`,
          "whole numbers 0 <= start < end",
          `${type} [${start}, ${end})`,
        );
      }
    });
  }
}
