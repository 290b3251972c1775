/**
 * What sentences to choose or test on have in common with those that are learned from.
 *
 * @module
 */
import { nearSentences } from "./near-sentences.js";
import { splitBy } from "./split-tagged.js";
import type { TaggedSentences } from "./tagged-set.js";

/** Counts; no text. */
export interface SharedText {
  readonly sentences: number;
  /** Of the sentences, those that are learned from word for word. */
  readonly same: number;
  /** Those that nearly are, the same ones among them. */
  readonly near: number;
  /** Documents, where they are known on both sides, and of them those that share half their sentences. */
  readonly documents?: number;
  readonly sharedDocuments?: number;
}

/** A sentence this short stands in many documents: it makes none of them another's copy. */
const TELLING = 6;

/** Sentences that are learned from, ready to be compared with. */
export interface LearnedText {
  /** Counts what a split shares with them. */
  sharedWith(split: TaggedSentences): SharedText;
}

/** Makes sentences that are learned from ready. */
export function learnedText(learned: TaggedSentences): LearnedText {
  const known = new Set(learned.sentences.map(({ words }) => words.join(" ")));
  const alike = nearSentences(learned.sentences.map(({ words }) => words));
  return {
    sharedWith(split) {
      const { sentences } = split;
      const counts = {
        sentences: sentences.length,
        same: sentences.filter(({ words }) => known.has(words.join(" "))).length,
        near: sentences.filter(({ words }) => alike.has(words)).length,
      };
      if (splitBy(split) === "sentence" || splitBy(learned) === "sentence") return counts;
      const documents = documentsOf(split);
      return {
        ...counts,
        documents: documents.length,
        sharedDocuments: documents.filter((document) => isShared(document, known)).length,
      };
    },
  };
}

/** The telling sentences of each document. */
function documentsOf({ sentences, documents = [] }: TaggedSentences): string[][] {
  return documents.map((start, i) =>
    sentences
      .slice(start, documents[i + 1])
      .filter(({ words }) => words.length >= TELLING)
      .map(({ words }) => words.join(" ")),
  );
}

function isShared(document: readonly string[], known: ReadonlySet<string>): boolean {
  const shared = document.filter((sentence) => known.has(sentence)).length;
  return document.length > 0 && 2 * shared >= document.length;
}
