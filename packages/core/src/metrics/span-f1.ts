/**
 * Strict span F1: an entity counts when type, start and end are all right (Tjong Kim Sang &
 * De Meulder 2003).
 *
 * @module
 */

/** A typed stretch [start, end) of one sentence. */
export interface Span {
  type: string;
  start: number;
  end: number;
}

/** Precision, recall and F1 in 0-1; 0 where the denominator is 0. */
export interface SpanScore {
  precision: number;
  recall: number;
  f1: number;
  /** Gold spans. */
  support: number;
}

/** Micro-averaged score, and the score of each type, over sentences in parallel. */
export function spanScores(
  gold: readonly (readonly Span[])[],
  predicted: readonly (readonly Span[])[],
): { all: SpanScore; byType: Record<string, SpanScore> } {
  const counts = new Map<string, { hit: number; gold: number; predicted: number }>();
  const countOf = (type: string) => {
    const count = counts.get(type) ?? { hit: 0, gold: 0, predicted: 0 };
    counts.set(type, count);
    return count;
  };
  const key = ({ type, start, end }: Span) => `${start} ${end} ${type}`;
  gold.forEach((spans, i) => {
    const wanted = new Set(spans.map(key));
    for (const { type } of spans) countOf(type).gold++;
    for (const span of predicted[i]) {
      const count = countOf(span.type);
      count.predicted++;
      if (wanted.has(key(span))) count.hit++;
    }
  });
  const total = { hit: 0, gold: 0, predicted: 0 };
  const byType: Record<string, SpanScore> = {};
  for (const type of [...counts.keys()].sort()) {
    const count = countOf(type);
    byType[type] = toScore(count);
    total.hit += count.hit;
    total.gold += count.gold;
    total.predicted += count.predicted;
  }
  return { all: toScore(total), byType };
}

function toScore(count: { hit: number; gold: number; predicted: number }): SpanScore {
  const precision = count.predicted ? count.hit / count.predicted : 0;
  const recall = count.gold ? count.hit / count.gold : 0;
  const f1 = precision + recall ? (2 * precision * recall) / (precision + recall) : 0;
  return { precision, recall, f1, support: count.gold };
}
