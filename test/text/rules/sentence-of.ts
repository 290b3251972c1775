import { segment } from "@mltl/text";
import { type RuleTokens, ruleTokens } from "#text/rules/rule-tokens.js";

/** A running text, which has to be one sentence, as rules see it. */
export function sentenceOf(text: string): RuleTokens {
  const [{ text: whole, tokens }] = segment(text, { lines: true });
  return ruleTokens(whole, tokens, false);
}

/** Tokens that came as columns, as rules see them. */
export function columnsOf(...words: string[]): RuleTokens {
  const tokens = words.map((text, i) => ({ text, start: 10 * i, end: 10 * i + text.length }));
  return ruleTokens("whatever the file holds", tokens, true);
}
