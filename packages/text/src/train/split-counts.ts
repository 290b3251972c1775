/**
 * A split as people read it: what there is of each type in each part.
 *
 * @module
 */
import { splitBy } from "../data/split-tagged.js";
import type { TaggedSentences } from "../data/tagged-set.js";
import type { LevelSentences } from "./level-sentences.js";

/** What one part holds. */
export interface SplitCount {
  readonly split: string;
  readonly sentences: number;
  readonly tokens: number;
  /** Where they are known, and more than one. */
  readonly documents?: number;
  readonly entities: number;
  readonly byType: Readonly<Record<string, number>>;
}

/** Counts of train, dev and test, of all sets together; of a part that holds nothing, none. */
export function splitCounts({ sources, types }: LevelSentences): SplitCount[] {
  return (["train", "dev", "test"] as const).flatMap((split) => {
    const sets = sources.map((source) => source[split]);
    const count = countOf(split, sets, types);
    return count.sentences > 0 ? [count] : [];
  });
}

function countOf(
  split: string,
  sets: readonly TaggedSentences[],
  types: readonly string[],
): SplitCount {
  const byType = Object.fromEntries(types.map((type) => [type, 0]));
  const sentences = sets.flatMap((set) => set.sentences);
  let tokens = 0;
  let entities = 0;
  for (const { words, spans } of sentences) {
    tokens += words.length;
    for (const { type } of spans) {
      if (!Object.hasOwn(byType, type)) continue;
      byType[type]++;
      entities++;
    }
  }
  const known = sets.every((set) => splitBy(set) === "document");
  const documents = sets.reduce((sum, set) => sum + (set.documents?.length ?? 0), 0);
  return {
    split,
    sentences: sentences.length,
    tokens,
    ...(known && { documents }),
    entities,
    byType,
  };
}
