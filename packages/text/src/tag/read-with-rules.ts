/**
 * What the network and the rules find in sentences, together.
 *
 * @module
 */
import { type FoundSpan, longestFirst, mergeSpans } from "../rules/merge-spans.js";
import type { RuleTokens } from "../rules/rule-tokens.js";
import type { Rules } from "../rules/rules.js";
import type { SentenceReading } from "./decode-sentence.js";
import { readSentences, type TagSentencesOptions } from "./tag-sentences.js";
import type { TaggerModel } from "./tagger-model.js";

/** How {@link readWithRules} reads. */
export interface ReadWithRulesOptions extends TagSentencesOptions {
  readonly rules?: Rules;
  /** Of the network's entities; less probable ones stand in no rule's way. Default: 0. */
  readonly minConfidence?: number;
  /** Further readings that are wanted. Default: 0. */
  readonly alternatives?: number;
}

/** What a sentence says by network and rules. */
export interface RuledReading extends Pick<SentenceReading, "alternatives"> {
  readonly spans: readonly FoundSpan[];
}

/** Reads sentences, each with the rules' hits settled where they are to be. */
export function readWithRules(
  model: Pick<TaggerModel, "read">,
  sentences: readonly RuleTokens[],
  { rules, minConfidence = 0, alternatives = 0, batch }: ReadWithRulesOptions = {},
): RuledReading[] {
  const hits = sentences.map((sentence) => rules?.find(sentence) ?? []);
  const settle = rules?.mode === "fill" ? longestFirst : () => [];
  const readings = readSentences(
    model,
    sentences.map(({ tokens }) => tokens),
    hits.map((own) => ({ settled: settle(own), alternatives })),
    { batch },
  );
  return readings.map(({ spans, alternatives: others }, i) => {
    const sure = spans.filter(({ probability }) => probability >= minConfidence);
    return { spans: mergeSpans(sure, hits[i], rules?.mode ?? "win"), alternatives: others };
  });
}
