/**
 * Tagged sentences in memory.
 *
 * @module
 */
import type { Span } from "@mltl/core";

/** A sentence and its entities: `start` and `end` count words. */
export interface AnnotatedSentence {
  readonly words: readonly string[];
  readonly spans: readonly Span[];
  /** The types that it is annotated with; of others it says nothing. All where left out. */
  readonly annotates?: readonly string[];
}

/** One split of a data set. */
export interface TaggedSentences {
  readonly sentences: readonly AnnotatedSentence[];
  /** Index of each document's first sentence, from 0; absent where documents aren't known. */
  readonly documents?: readonly number[];
}

/** What was left out of a file, or read otherwise than it stands, and why. */
export interface TaggedProblem {
  readonly path: string;
  /** Line of the file, from 1, where it has lines. */
  readonly line?: number;
  readonly reason: string;
}

/** The split of what comes without splits. */
export const ALL = "all";

/** The types that occur, by name. */
export function typesIn(sets: Iterable<TaggedSentences>): string[] {
  const types = new Set<string>();
  for (const { sentences } of sets) {
    for (const { spans } of sentences) for (const { type } of spans) types.add(type);
  }
  return [...types].sort();
}

/** Types of the data set that count, and what they are called here; all others are no entities. */
export type TypeMap = Readonly<Record<string, string>>;
