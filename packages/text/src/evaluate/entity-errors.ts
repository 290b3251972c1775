/**
 * What a tagger got wrong, one by one.
 *
 * @module
 */
import { alignSpans, type Span, type SpanErrorKind } from "@mltl/core";
import { type PredictedSpan, type ScoredSentence, surfaceOf } from "./scored-sentence.js";

/** One error: an entity, a prediction, or both where they overlap. */
export interface EntityError {
  readonly kind: SpanErrorKind;
  /** Index of the sentence. */
  readonly sentence: number;
  readonly gold?: Span;
  readonly predicted?: PredictedSpan;
}

/** Every error, sentence by sentence. */
export function entityErrors(sentences: readonly ScoredSentence[]): EntityError[] {
  return sentences.flatMap(({ gold, predicted }, sentence) =>
    alignSpans(gold, predicted).flatMap((pair): EntityError[] => {
      if (pair.kind === "correct") return [];
      return [{ kind: pair.kind, sentence, gold: pair.gold, predicted: pair.predicted }];
    }),
  );
}

/** An error that was made more than once. */
export interface RepeatedError {
  readonly kind: SpanErrorKind;
  /** The words of the entity, and its type; absent for one that was invented. */
  readonly gold?: { readonly text: string; readonly type: string };
  readonly predicted?: { readonly text: string; readonly type: string };
  readonly times: number;
}

/** Errors of the same words and types, the most frequent first; those made once are left out. */
export function repeatedErrors(
  errors: readonly EntityError[],
  sentences: readonly ScoredSentence[],
): RepeatedError[] {
  const counts = new Map<string, RepeatedError>();
  for (const { kind, sentence, gold, predicted } of errors) {
    const named = (span: Span | undefined) =>
      span && { text: surfaceOf(sentences[sentence].words, span), type: span.type };
    const error = { kind, gold: named(gold), predicted: named(predicted) };
    const key = JSON.stringify(error);
    counts.set(key, { ...error, times: (counts.get(key)?.times ?? 0) + 1 });
  }
  return [...counts.values()].filter(({ times }) => times > 1).sort((a, b) => b.times - a.times);
}
