/**
 * Scores of entities that have something in common: their length, or that training showed them.
 *
 * @module
 */
import { type SpanScore, spanScoresBy } from "@mltl/core";
import type { AnnotatedSentence } from "../data/tagged-set.js";
import { type ScoredSentence, surfaceOf } from "./scored-sentence.js";

/** Strict scores of one group of entities, fractions. */
export interface GroupScore extends SpanScore {
  readonly group: string;
}

/** Scores by how often the train split shows an entity: the same words as the same type. */
export interface FamiliarityScores {
  /** `seen` as this type, `other type`, `unseen`. */
  readonly seen: readonly GroupScore[];
  /** By the number of times. */
  readonly frequency: readonly GroupScore[];
}

const LENGTHS = ["1", "2", "3", "4"] as const;
const LONGER = "5+";

/** Scores by the number of tokens. */
export function scoresByLength(sentences: readonly ScoredSentence[]): GroupScore[] {
  return inOrder(
    [...LENGTHS, LONGER],
    spanScoresBy(
      sentences.map(({ gold }) => gold),
      sentences.map(({ predicted }) => [...predicted]),
      ({ start, end }) => LENGTHS[end - start - 1] ?? LONGER,
    ),
  );
}

const SEEN = ["seen", "other type", "unseen"] as const;

const FREQUENCIES: readonly (readonly [name: string, most: number])[] = [
  ["0", 0],
  ["1", 1],
  ["2-5", 5],
  ["6-20", 20],
  ["21+", Infinity],
];

/** Scores of entities that the train split has, and of those that it hasn't. */
export function scoresByFamiliarity(
  sentences: readonly ScoredSentence[],
  train: readonly AnnotatedSentence[],
): FamiliarityScores {
  const surfaces = new Map<string, Map<string, number>>();
  for (const { words, spans } of train) {
    for (const span of spans) {
      const surface = surfaceOf(words, span);
      const types = surfaces.get(surface) ?? new Map<string, number>();
      types.set(span.type, (types.get(span.type) ?? 0) + 1);
      surfaces.set(surface, types);
    }
  }
  const by = (groupOf: (types: ReadonlyMap<string, number> | undefined, type: string) => string) =>
    spanScoresBy(
      sentences.map(({ gold }) => gold),
      sentences.map(({ predicted }) => [...predicted]),
      (span, i) => groupOf(surfaces.get(surfaceOf(sentences[i].words, span)), span.type),
    );
  return {
    seen: inOrder(
      SEEN,
      by((types, type) => (types === undefined ? SEEN[2] : types.has(type) ? SEEN[0] : SEEN[1])),
    ),
    frequency: inOrder(
      FREQUENCIES.map(([name]) => name),
      by((types, type) => {
        const times = types?.get(type) ?? 0;
        return (FREQUENCIES.find(([, most]) => times <= most) as (typeof FREQUENCIES)[number])[0];
      }),
    ),
  };
}

/** The groups that occur, in their order. */
function inOrder(
  groups: readonly string[],
  scores: Readonly<Record<string, SpanScore>>,
): GroupScore[] {
  return groups.flatMap((group) =>
    Object.hasOwn(scores, group) ? { group, ...scores[group] } : [],
  );
}
