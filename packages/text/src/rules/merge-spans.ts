/**
 * One reading of a sentence from what the network and the rules found.
 *
 * @module
 */
import type { Span } from "@mltl/core";
import type { TokenSpan } from "../tag/decode-sentence.js";
import type { EntitySource, RuleSpan } from "./rule-tokens.js";

/**
 * What becomes of a rule's hit where the network finds something else:
 * - `win`: the rule's stands, and every entity of the network that it overlaps goes
 * - `lose`: the network's stands; rules add what overlaps none of it
 * - `fill`: the rules' stand, and the network fills in the rest: it reads the sentence once more
 *   with their tokens settled, so that its entities end where theirs begin
 */
export const RULE_MODES = ["win", "lose", "fill"] as const;
export type RuleMode = (typeof RULE_MODES)[number];

/** An entity of a sentence, in token indices. */
export interface FoundSpan extends Span {
  readonly source: EntitySource;
  /** The network's probability of exactly this span; null for what a rule found. */
  readonly probability: number | null;
}

/**
 * Hits of which no two overlap: the longest (in tokens) first, of those as long the one that begins
 * first, of those with the same tokens the one that comes first in `hits`.
 */
export function longestFirst(hits: readonly RuleSpan[]): RuleSpan[] {
  const order = [...hits].sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start);
  const kept: RuleSpan[] = [];
  for (const hit of order) if (isFree(hit, kept)) kept.push(hit);
  return kept.sort((a, b) => a.start - b.start);
}

/**
 * @param found - the network's; with `fill`, those that it found with the rules' settled
 * @param hits - of the rules; they may overlap
 * @returns in order, no two overlap
 */
export function mergeSpans(
  found: readonly TokenSpan[],
  hits: readonly RuleSpan[],
  mode: RuleMode,
): FoundSpan[] {
  const rules = longestFirst(mode === "lose" ? hits.filter((hit) => isFree(hit, found)) : hits);
  const left = mode === "lose" ? found : found.filter((span) => isFree(span, rules));
  return [
    ...left.map((span): FoundSpan => ({ ...span, source: "model" })),
    ...rules.map((span): FoundSpan => ({ ...span, probability: null })),
  ].sort((a, b) => a.start - b.start);
}

function isFree(span: Span, taken: readonly Span[]): boolean {
  return taken.every(({ start, end }) => span.end <= start || span.start >= end);
}
