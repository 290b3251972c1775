/**
 * From emissions to entities.
 *
 * @module
 */
import { type CrfScores, crfDecode, crfLattice, crfSpanProbability, type Span } from "@mltl/core";
import { bioesToSpans } from "../scheme/tag-scheme.js";

/** An entity found: token indices [start, end) and the probability of exactly this span. */
export interface TokenSpan extends Span {
  probability: number;
}

/**
 * The entities of one sentence of a batch.
 *
 * @param emissions - `[time, batch, tags]`, row-major
 * @param index - of the sentence within the batch
 * @param length - tokens of the sentence
 * @param tags - BIOES
 */
export function decodeSentence(
  emissions: Float32Array,
  index: number,
  batch: number,
  length: number,
  tags: readonly string[],
  scores: CrfScores,
): TokenSpan[] {
  const offset = index * tags.length;
  const stride = batch * tags.length;
  const path = crfDecode(emissions, offset, stride, length, scores);
  const spans = bioesToSpans(Array.from(path, (label) => tags[label]));
  if (spans.length === 0) return [];
  const lattice = crfLattice(emissions, offset, stride, length, scores);
  return spans.map((span) => {
    const labels = Array.from(path.subarray(span.start, span.end));
    const probability = crfSpanProbability(
      emissions,
      offset,
      stride,
      scores,
      lattice,
      span.start,
      labels,
    );
    return { ...span, probability };
  });
}
