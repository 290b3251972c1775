/**
 * What a tagger finds in tokenised sentences, for whoever scores it: in training and after.
 *
 * @module
 */
import { joinedTokens } from "../rules/rule-tokens.js";
import type { Rules } from "../rules/rules.js";
import type { TokenSpan } from "../tag/decode-sentence.js";
import { readWithRules } from "../tag/read-with-rules.js";
import { tagSentences } from "../tag/tag-sentences.js";
import type { TaggerModel } from "../tag/tagger-model.js";
import type { PredictedSpan } from "./scored-sentence.js";

/** How {@link predictSentences} works. */
export interface PredictOptions {
  /** Sentences that go through the network together, at most. */
  readonly batch?: number;
  /** Told how many of the sentences are done. */
  readonly onProgress?: (done: number) => void;
}

/** Words of a sentence. */
interface Worded {
  readonly words: readonly string[];
}

/** Sentences between two reports of progress. */
const CHUNK = 512;

/**
 * The entities of each sentence, in order. Sentences of like length share a batch, and long ones are
 * seen through overlapping windows, as in tagging; what stands beside a sentence changes nothing.
 */
export function predictSentences(
  sentences: readonly Worded[],
  model: Pick<TaggerModel, "predict">,
  { batch, onProgress }: PredictOptions = {},
): TokenSpan[][] {
  return inChunks(sentences, onProgress, (words) => tagSentences(model, words, { batch }));
}

/** As {@link predictSentences}, with rules beside the network; what a rule finds has no probability. */
export function predictWithRules(
  sentences: readonly Worded[],
  model: Pick<TaggerModel, "read">,
  rules: Rules,
  { batch, onProgress }: PredictOptions = {},
): PredictedSpan[][] {
  return inChunks(sentences, onProgress, (words) =>
    readWithRules(model, words.map(joinedTokens), { rules, batch }).map(({ spans }) =>
      spans.map(({ type, start, end, probability }) => ({
        ...{ type, start, end },
        ...(probability !== null && { probability }),
      })),
    ),
  );
}

function inChunks<Found>(
  sentences: readonly Worded[],
  onProgress: PredictOptions["onProgress"],
  find: (words: readonly (readonly string[])[]) => Found[],
): Found[] {
  const found: Found[] = [];
  for (let from = 0; from < sentences.length; from += CHUNK) {
    found.push(...find(sentences.slice(from, from + CHUNK).map(({ words }) => words)));
    onProgress?.(found.length);
  }
  return found;
}
