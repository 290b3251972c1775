/**
 * What a tagger learns of sentences: batches and their loss.
 *
 * @module
 */
import type { Objective } from "@mltl/core";
import type { WordFeatures } from "../features/encode-sentences.js";
import type { TagHead } from "../network/tagger.js";
import { OUTSIDE, spansToBioes, typeOfTag } from "../scheme/tag-scheme.js";
import {
  type NamedSentence,
  type SentenceBatchOptions,
  type SentenceTargets,
  sentenceBatches,
} from "./sentence-batches.js";

/**
 * The likelihood of the gold tags. Where some sentences are not annotated with all of the head's
 * types, that of every tagging that fits what is known: outside of their entities, anything of the
 * other types may be.
 */
export function sentenceObjective(
  head: TagHead,
  sentences: readonly NamedSentence[],
  features: WordFeatures,
  options: SentenceBatchOptions,
  seed: number,
): Objective {
  const partial = sentences.some(({ annotates }) => annotates !== undefined);
  const targets = partial ? allowedTags(head.tags) : goldTags(head.tags);
  return {
    ...sentenceBatches(sentences, features, targets, options, seed),
    unit: "tokens",
    ...(partial ? head.partialLikelihood : head.likelihood),
  };
}

/** `gold` `[time, batch]`: the index of each token's tag. */
export function goldTags(tags: readonly string[]): SentenceTargets {
  const indexOf = new Map(tags.map((tag, i) => [tag, i]));
  return (sentences, time) => {
    const { length: batch } = sentences;
    const data = new Int32Array(time * batch);
    sentences.forEach(({ words, spans }, b) => {
      spansToBioes(spans, words.length).forEach((tag, t) => {
        data[t * batch + b] = indexOf.get(tag) as number;
      });
    });
    return { gold: { shape: [time, batch], data } };
  };
}

/** `allowed` `[time, batch, tags]`: 1 for the tags that a token may have by what is annotated. */
export function allowedTags(tags: readonly string[]): SentenceTargets {
  const { length: count } = tags;
  const indexOf = new Map(tags.map((tag, i) => [tag, i]));
  const openTags = (annotates: readonly string[] | undefined) =>
    tags.flatMap((tag, i) => {
      const unknown = tag !== OUTSIDE && annotates && !annotates.includes(typeOfTag(tag));
      return unknown ? [i] : [];
    });
  return (sentences, time) => {
    const { length: batch } = sentences;
    const data = new Int32Array(time * batch * count);
    sentences.forEach(({ words, spans, annotates }, b) => {
      const open = openTags(annotates);
      spansToBioes(spans, words.length).forEach((tag, t) => {
        const at = (t * batch + b) * count;
        data[at + (indexOf.get(tag) as number)] = 1;
        if (tag === OUTSIDE) for (const i of open) data[at + i] = 1;
      });
    });
    return { allowed: { shape: [time, batch, count], data } };
  };
}
