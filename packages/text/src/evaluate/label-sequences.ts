/**
 * What was found in each sentence without the sentence itself: for paired tests, and fit to be kept
 * beside code.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { spansToTags } from "../scheme/write-tags.js";
import type { EntityEvaluation } from "./evaluate-tagger.js";

/** Names the version of the form. */
export const LABEL_SEQUENCES_SCHEMA = "mltl.label-sequences/1";

/**
 * JSON Lines: what was scored on what, then each sentence's hash, gold tags and predicted tags in
 * BIO, in order. The hash is SHA-256 over the words with a tab between them.
 */
export function labelSequences({ report, sentences }: EntityEvaluation): string {
  const { model, data, types, invalid, f1 } = report;
  const head = { schema: LABEL_SEQUENCES_SCHEMA, scheme: "BIO", model, data, types, invalid, f1 };
  const lines = sentences.map(({ words, gold, predicted }) => ({
    sha256: sentenceHash(words),
    gold: spansToTags(gold, words.length).join(" "),
    predicted: spansToTags(predicted, words.length).join(" "),
  }));
  return [head, ...lines].map((line) => `${JSON.stringify(line)}\n`).join("");
}

/** SHA-256 over the words with a tab between them. */
export function sentenceHash(words: readonly string[]): string {
  return createHash("sha256").update(words.join("\t")).digest("hex");
}
