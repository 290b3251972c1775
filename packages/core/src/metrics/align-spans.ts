/**
 * Which prediction was meant for which entity, and what is wrong with it.
 *
 * @module
 */
import { maximumMatching } from "./maximum-matching.js";
import { distinctSpans, type Span } from "./span.js";
import { overlapGroups } from "./span-matching.js";

/**
 * - `type`: the right stretch, another type
 * - `border`: the right type, another stretch that overlaps
 * - `both`: another type and another stretch that overlaps
 * - `missed`: an entity without a prediction
 * - `invented`: a prediction without an entity
 */
export type SpanErrorKind = "type" | "border" | "both" | "missed" | "invented";

/** The five kinds. */
export const SPAN_ERROR_KINDS: readonly SpanErrorKind[] = [
  "type",
  "border",
  "both",
  "missed",
  "invented",
];

/** An entity and the prediction that was meant for it; one of them is absent where there is none. */
export type SpanPair =
  | { readonly kind: "correct" | "type" | "border" | "both"; gold: Span; predicted: Span }
  | { readonly kind: "missed"; gold: Span; predicted?: undefined }
  | { readonly kind: "invented"; gold?: undefined; predicted: Span };

/**
 * Pairs the entities of one sentence with its predictions, one to one and only where they overlap:
 * as many pairs as possible are correct; of those pairings, as many others as possible are paired
 * (so `missed` and `invented` are the `strict` schema's `missed` and `spurious`); of those, the ones
 * with the right stretch come before those with the right type, and those before the others, and
 * what shares more of its length before what shares less. Spans given twice count once.
 *
 * @returns pairs by where they begin
 */
export function alignSpans(gold: readonly Span[], predicted: readonly Span[]): SpanPair[] {
  const pairs = overlapGroups(sorted(gold), sorted(predicted)).flatMap((group) =>
    alignGroup(group.gold, group.predicted),
  );
  const start = ({ gold, predicted }: SpanPair) =>
    Math.min(gold?.start ?? Infinity, predicted?.start ?? Infinity);
  return pairs.sort((a, b) => start(a) - start(b));
}

/** An order of their own, so that the order in which they come changes nothing. */
function sorted(spans: readonly Span[]): Span[] {
  return distinctSpans(spans).sort(
    (a, b) => a.start - b.start || a.end - b.end || (a.type < b.type ? -1 : 1),
  );
}

function alignGroup(gold: readonly Span[], predicted: readonly Span[]): SpanPair[] {
  const turned = gold.length > predicted.length;
  const [few, many] = turned ? [predicted, gold] : [gold, predicted];
  // One more pair outweighs every preference between pairs, one more correct pair all other pairs.
  const paired = few.length * MOST_LIKE + 1;
  const correct = few.length * (paired + MOST_LIKE) + 1;
  const weights = few.map((a) =>
    many.map((b) => {
      const shared = Math.min(a.end, b.end) - Math.max(a.start, b.start);
      if (shared <= 0) return 0;
      const kind = kindOf(a, b);
      if (kind === "correct") return correct;
      const whole = Math.max(a.end, b.end) - Math.min(a.start, b.start);
      return paired + LIKENESS[kind] + shared / whole;
    }),
  );
  const left = new Set(many);
  const pairs = maximumMatching(weights).map((column, row): SpanPair => {
    const one = few[row];
    if (!(weights[row][column] > 0)) return alone(one, turned);
    const other = many[column];
    left.delete(other);
    const [own, told] = turned ? [other, one] : [one, other];
    return { kind: kindOf(own, told), gold: own, predicted: told };
  });
  return [...pairs, ...[...left].map((one) => alone(one, !turned))];
}

const LIKENESS = { type: 2, border: 1, both: 0 } as const;
/** The most that {@link LIKENESS} and a shared length come to. */
const MOST_LIKE = 3;

function kindOf(a: Span, b: Span): "correct" | "type" | "border" | "both" {
  const sameStretch = a.start === b.start && a.end === b.end;
  if (a.type === b.type) return sameStretch ? "correct" : "border";
  return sameStretch ? "type" : "both";
}

function alone(span: Span, isPrediction: boolean): SpanPair {
  return isPrediction ? { kind: "invented", predicted: span } : { kind: "missed", gold: span };
}
