/**
 * What became of every entity, under four readings of "right": the schemas of SemEval-2013 task 9
 * (Segura-Bedmar et al. 2013), with MUC-5's categories (Chinchor & Sundheim 1993).
 *
 * @module
 */
import { maximumMatching } from "./maximum-matching.js";
import { checkSpans, distinctSpans, type SentenceSpans, type Span } from "./span.js";

/**
 * When a prediction that overlaps a gold entity is right: `strict` boundaries and type, `exact`
 * boundaries, `partial` boundaries (and half right when it merely overlaps), `type` type.
 */
export type SpanSchema = "strict" | "exact" | "partial" | "type";

/** The four schemas. */
export const SPAN_SCHEMAS: readonly SpanSchema[] = ["strict", "exact", "partial", "type"];

/** Numbers of entities by what became of them. */
export interface SpanOutcome {
  /** Paired and right. */
  correct: number;
  /** Paired, not right; always 0 under `partial`. */
  incorrect: number;
  /** Paired by overlap alone, under `partial`; 0 under the others. */
  partial: number;
  /** Gold without a prediction. */
  missed: number;
  /** Predicted without a gold entity. */
  spurious: number;
}

/** An outcome, and its figures in 0-1; 0 where the denominator is 0. */
export interface SpanOutcomeScore extends SpanOutcome {
  /** (correct + partial / 2) / predicted */
  precision: number;
  /** (correct + partial / 2) / gold */
  recall: number;
  f1: number;
}

/** The figures of one schema. */
export interface SchemaScores {
  all: SpanOutcomeScore;
  /**
   * The same with gold and predictions of one type alone (as nervaluate does it), so wrong types
   * show as missed in one and spurious in the other.
   */
  byType: Record<string, SpanOutcomeScore>;
}

/**
 * Outcomes and F1 under each schema.
 *
 * Within a sentence every prediction is paired with at most one gold entity that it overlaps, and
 * every gold entity with at most one prediction, so that as many pairs as possible are correct and,
 * of those pairings, as many others as possible are paired as well. All such pairings have the same
 * counts, so the figures depend neither on the order of the entities nor on a tie (nervaluate pairs
 * greedily in the order of the annotations, and its figures do: nervaluate#40, #29). An entity given
 * twice counts once; entities may be nested.
 *
 * @param gold - the spans of each sentence
 * @param predicted - the spans of each sentence, in the same order
 * @throws MltlError `E_USAGE` for no sentences, other lengths, a span without a length
 */
export function schemaScores(
  gold: SentenceSpans,
  predicted: SentenceSpans,
): Record<SpanSchema, SchemaScores> {
  checkSpans(gold, predicted);
  const types = [...new Set([...gold, ...predicted].flat().map(({ type }) => type))].sort();
  const scores = SPAN_SCHEMAS.map((schema): [SpanSchema, SchemaScores] => {
    const score = (type?: string) => {
      const total = { correct: 0, incorrect: 0, partial: 0, missed: 0, spurious: 0 };
      const own = (spans: readonly Span[]) =>
        type === undefined ? spans : spans.filter((span) => span.type === type);
      gold.forEach((spans, i) => {
        const outcome = matchSpans(own(spans), own(predicted[i]), schema);
        for (const key of Object.keys(total) as (keyof SpanOutcome)[]) total[key] += outcome[key];
      });
      return scoreOf(total);
    };
    return [
      schema,
      { all: score(), byType: Object.fromEntries(types.map((type) => [type, score(type)])) },
    ];
  });
  return Object.fromEntries(scores) as Record<SpanSchema, SchemaScores>;
}

/** The outcome of one sentence; {@link schemaScores} says how entities are paired. */
export function matchSpans(
  gold: readonly Span[],
  predicted: readonly Span[],
  schema: SpanSchema,
): SpanOutcome {
  const total = { correct: 0, incorrect: 0, partial: 0, missed: 0, spurious: 0 };
  for (const group of overlapGroups(distinctSpans(gold), distinctSpans(predicted))) {
    const { correct, paired } = matchGroup(group.gold, group.predicted, schema);
    total.correct += correct;
    total[schema === "partial" ? "partial" : "incorrect"] += paired - correct;
    total.missed += group.gold.length - paired;
    total.spurious += group.predicted.length - paired;
  }
  return total;
}

interface Group {
  gold: Span[];
  predicted: Span[];
}

/** Cuts both sides where no entity of either crosses, since only what overlaps can be paired. */
export function overlapGroups(gold: readonly Span[], predicted: readonly Span[]): Group[] {
  const all = [
    ...gold.map((span) => ({ span, side: "gold" as const })),
    ...predicted.map((span) => ({ span, side: "predicted" as const })),
  ].sort((a, b) => a.span.start - b.span.start);
  const groups: Group[] = [];
  let end = -1;
  for (const { span, side } of all) {
    if (span.start >= end) groups.push({ gold: [], predicted: [] });
    (groups.at(-1) as Group)[side].push(span);
    end = Math.max(end, span.end);
  }
  return groups;
}

function matchGroup(gold: readonly Span[], predicted: readonly Span[], schema: SpanSchema) {
  const [few, many] = gold.length <= predicted.length ? [gold, predicted] : [predicted, gold];
  // One correct pair outweighs every pair that is not, together.
  const weightOfCorrect = few.length + 1;
  const weights = few.map((a) =>
    many.map((b) => {
      if (a.start >= b.end || b.start >= a.end) return 0;
      return isCorrect(a, b, schema) ? weightOfCorrect : 1;
    }),
  );
  let [correct, paired] = [0, 0];
  maximumMatching(weights).forEach((column, row) => {
    const weight = weights[row][column];
    if (weight === weightOfCorrect) correct++;
    if (weight > 0) paired++;
  });
  return { correct, paired };
}

function isCorrect(a: Span, b: Span, schema: SpanSchema): boolean {
  const sameType = a.type === b.type;
  const sameBounds = a.start === b.start && a.end === b.end;
  switch (schema) {
    case "strict":
      return sameType && sameBounds;
    case "type":
      return sameType;
    default:
      return sameBounds;
  }
}

function scoreOf(outcome: SpanOutcome): SpanOutcomeScore {
  const { correct, incorrect, partial, missed, spurious } = outcome;
  const credit = correct + partial / 2;
  const paired = correct + incorrect + partial;
  const [gold, predicted] = [paired + missed, paired + spurious];
  return {
    ...outcome,
    precision: predicted ? credit / predicted : 0,
    recall: gold ? credit / gold : 0,
    f1: gold + predicted ? (2 * credit) / (gold + predicted) : 0,
  };
}
