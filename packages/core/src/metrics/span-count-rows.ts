/**
 * Sentences as counts, for intervals and tests of span F1.
 *
 * @module
 */
import { checkSpans, type SentenceSpans } from "./span.js";
import { matchSpans, type SpanSchema } from "./span-matching.js";

/** What is counted as right, and of which type. */
export interface SpanCountOptions {
  /** `strict` if not given. */
  schema?: SpanSchema;
  /** Entities of this type alone. */
  type?: string;
}

/**
 * `[credit, gold, predicted]` of each sentence, for {@link spanF1}: credit is the number of correct
 * predictions, and half that of partial ones.
 *
 * @throws MltlError `E_USAGE` for no sentences, other lengths, a span without a length
 */
export function spanCountRows(
  gold: SentenceSpans,
  predicted: SentenceSpans,
  { schema = "strict", type }: SpanCountOptions = {},
): number[][] {
  checkSpans(gold, predicted);
  const own = (spans: SentenceSpans[number]) =>
    type === undefined ? spans : spans.filter((span) => span.type === type);
  return gold.map((spans, i) => {
    const outcome = matchSpans(own(spans), own(predicted[i]), schema);
    const paired = outcome.correct + outcome.incorrect + outcome.partial;
    const credit = outcome.correct + outcome.partial / 2;
    return [credit, paired + outcome.missed, paired + outcome.spurious];
  });
}

/** Micro F1 in 0-1 of summed {@link spanCountRows}; 0 without any span. */
export function spanF1([credit, gold, predicted]: ArrayLike<number> & Iterable<number>): number {
  return gold + predicted > 0 ? (2 * credit) / (gold + predicted) : 0;
}
