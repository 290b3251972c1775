/**
 * A sentence as rules see it.
 *
 * @module
 */
import type { Span } from "@mltl/core";
import type { Token } from "../segment/sentence-rules.js";

/** Where an entity comes from. */
export type EntitySource = "model" | "gazetteer" | "pattern";

/** A stretch of tokens, [start, end), that a rule gives a type. */
export interface RuleSpan extends Span {
  readonly source: Exclude<EntitySource, "model">;
}

/** Tokens of a sentence, and what lies between them. */
export interface RuleTokens {
  /** The sentence; tokens that came as columns are joined by blanks. */
  readonly text: string;
  readonly tokens: readonly string[];
  /** Where each token begins and ends in `text`, UTF-16 units. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** Whether white space follows each token; undefined where that isn't known, for columns. */
  readonly spaced?: readonly boolean[];
}

/**
 * @param text - the sentence, `tokens` have offsets into what it is a part of
 * @param columns - whether the text came as columns, one token a line
 */
export function ruleTokens(text: string, tokens: readonly Token[], columns: boolean): RuleTokens {
  const words = tokens.map((token) => token.text);
  if (columns) return joinedTokens(words);
  const from = tokens[0]?.start ?? 0;
  const starts = tokens.map((token) => token.start - from);
  const ends = tokens.map((token) => token.end - from);
  const spaced = ends.map((end, i) => /\s/.test(text.slice(end, starts[i + 1] ?? end)));
  return { text, tokens: words, starts, ends, spaced };
}

/** Tokens of which nothing is known but themselves: joined by blanks. */
export function joinedTokens(words: readonly string[]): RuleTokens {
  const starts: number[] = [];
  const ends: number[] = [];
  for (const word of words) {
    starts.push(ends.length === 0 ? 0 : ends[ends.length - 1] + 1);
    ends.push(starts[starts.length - 1] + word.length);
  }
  return { text: words.join(" "), tokens: words, starts, ends };
}
