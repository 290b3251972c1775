/**
 * Strict span F1: an entity counts when type, start and end are all right (Tjong Kim Sang &
 * De Meulder 2003; what conlleval computes).
 *
 * @module
 */
import { checkSpans, distinctSpans, type SentenceSpans, type Span, spanKey } from "./span.js";

/** Precision, recall and F1 in 0-1; 0 where the denominator is 0. */
export interface SpanScore {
  precision: number;
  recall: number;
  f1: number;
  /** Gold spans. */
  support: number;
}

/** Strict scores over sentences. */
export interface SpanScores {
  /** Over all spans whatever their type: the micro average. */
  all: SpanScore;
  /**
   * The mean over the types of `byType`, so over types in gold or among the predictions
   * (seqeval's macro average). Its F1 is the mean of F1s.
   */
  macro: SpanScore;
  /** Each type in gold or among the predictions, by name. */
  byType: Record<string, SpanScore>;
}

/**
 * Strict micro and macro scores, and those of each type. Spans may be nested or overlap; one given
 * twice counts once. Without any span in gold and predictions every score is 0, as in conlleval.
 *
 * @param gold - the spans of each sentence
 * @param predicted - the spans of each sentence, in the same order
 * @throws MltlError `E_USAGE` for no sentences, other lengths, a span without a length
 */
export function spanScores(gold: SentenceSpans, predicted: SentenceSpans): SpanScores {
  const counts = countSpans(gold, predicted, ({ type }) => type);
  const byType = scoresOf(counts);
  const total = { hit: 0, gold: 0, predicted: 0 };
  for (const count of counts.values()) {
    total.hit += count.hit;
    total.gold += count.gold;
    total.predicted += count.predicted;
  }
  const mean = (key: "precision" | "recall" | "f1") =>
    byType.reduce((sum, [, score]) => sum + score[key], 0) / Math.max(byType.length, 1);
  return {
    all: scoreOf(total),
    macro: {
      precision: mean("precision"),
      recall: mean("recall"),
      f1: mean("f1"),
      support: total.gold,
    },
    byType: Object.fromEntries(byType),
  };
}

/**
 * Strict scores of groups of spans, such as short and long ones, each group's by name. A prediction
 * is right when type, start and end are, and so is in its entity's group.
 *
 * @param groupOf - the group of a span of a sentence, by its index
 * @throws MltlError `E_USAGE` for no sentences, other lengths, a span without a length
 */
export function spanScoresBy(
  gold: SentenceSpans,
  predicted: SentenceSpans,
  groupOf: (span: Span, sentence: number) => string,
): Record<string, SpanScore> {
  return Object.fromEntries(scoresOf(countSpans(gold, predicted, groupOf)));
}

interface SpanCount {
  hit: number;
  gold: number;
  predicted: number;
}

/** Counts by group, in order of their names. */
function countSpans(
  gold: SentenceSpans,
  predicted: SentenceSpans,
  groupOf: (span: Span, sentence: number) => string,
): Map<string, SpanCount> {
  checkSpans(gold, predicted);
  const counts = new Map<string, SpanCount>();
  const countOf = (group: string) => {
    const count = counts.get(group) ?? { hit: 0, gold: 0, predicted: 0 };
    counts.set(group, count);
    return count;
  };
  gold.forEach((spans, i) => {
    const distinct = distinctSpans(spans);
    const wanted = new Set(distinct.map(spanKey));
    for (const span of distinct) countOf(groupOf(span, i)).gold++;
    for (const span of distinctSpans(predicted[i])) {
      const count = countOf(groupOf(span, i));
      count.predicted++;
      if (wanted.has(spanKey(span))) count.hit++;
    }
  });
  return new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function scoresOf(counts: ReadonlyMap<string, SpanCount>): [string, SpanScore][] {
  return [...counts].map(([group, count]) => [group, scoreOf(count)]);
}

function scoreOf({ hit, gold, predicted }: SpanCount): SpanScore {
  return {
    precision: predicted ? hit / predicted : 0,
    recall: gold ? hit / gold : 0,
    f1: gold + predicted ? (2 * hit) / (gold + predicted) : 0,
    support: gold,
  };
}
