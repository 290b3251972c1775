/**
 * Splits tagged sentences into train, dev and test, or into folds: seeded, every type in
 * proportion, documents whole where they are known.
 *
 * @module
 */
import { type AllottedPart, allotUnits, foldParts, MltlError, trainDevTest } from "@mltl/core";
import type { TaggedSentences } from "./tagged-set.js";

export interface SplitTaggedOptions {
  /** Share to choose on, 0 to below 1. */
  readonly dev: number;
  /** Share to score once, 0 to below 1. */
  readonly test: number;
  readonly seed: number;
}

/** What went to one side as a whole. */
export type SplitBy = "document" | "sentence";

/** What a split's sides are made of: documents where there are two or more, else sentences. */
export function splitBy({ documents = [] }: TaggedSentences): SplitBy {
  return documents.length > 1 ? "document" : "sentence";
}

/**
 * Splits tagged sentences. Shares of sentences, and of entities of each type, are kept as nearly as
 * whole units allow; a type that one unit has is in train. Where documents aren't known, sentences
 * that are the same word for word are on one side.
 *
 * @throws MltlError `E_BAD_DATA` for too few units to give each part one; `E_USAGE` for shares that
 *   leave nothing to train on
 */
export function splitTagged(
  set: TaggedSentences,
  { dev, test, seed }: SplitTaggedOptions,
): { train: TaggedSentences; dev: TaggedSentences; test: TaggedSentences } {
  const parts = trainDevTest({ dev, test });
  const partOf = allot(set, parts, seed);
  const part = (name: string) => {
    const index = parts.findIndex((one) => one.name === name);
    return chooseSentences(set, (sentence) => partOf[sentence] === index);
  };
  return { train: part("train"), dev: part("dev"), test: part("test") };
}

/**
 * Splits tagged sentences into `k` folds: fold `i` is tested on its own part and trained on the rest.
 *
 * @throws MltlError `E_BAD_DATA` for fewer units than folds, `E_USAGE` for fewer than 2 folds
 */
export function foldsOfTagged(
  set: TaggedSentences,
  k: number,
  seed: number,
): { train: TaggedSentences; test: TaggedSentences }[] {
  const parts = foldParts(k);
  const partOf = allot(set, parts, seed);
  return parts.map((_, fold) => ({
    train: chooseSentences(set, (sentence) => partOf[sentence] !== fold),
    test: chooseSentences(set, (sentence) => partOf[sentence] === fold),
  }));
}

/** The sentences that are wanted, in order; of documents what is left of them. */
export function chooseSentences(
  { sentences, documents }: TaggedSentences,
  wanted: (sentence: number) => boolean,
): TaggedSentences {
  const chosen = sentences.filter((_, i) => wanted(i));
  if (documents === undefined) return { sentences: chosen };
  const starts: number[] = [];
  let last: number | undefined;
  let kept = 0;
  documentOfEach(documents, sentences.length).forEach((document, i) => {
    if (!wanted(i)) return;
    if (document !== last) starts.push(kept);
    last = document;
    kept++;
  });
  return { sentences: chosen, documents: starts };
}

/** Number of the document that each of so many sentences is in. */
export function documentOfEach(documents: readonly number[], sentences: number): Int32Array {
  const ofSentence = new Int32Array(sentences);
  documents.forEach((start, document) => {
    ofSentence.fill(document, start, documents[document + 1] ?? sentences);
  });
  return ofSentence;
}

/** The part of each sentence. */
function allot(set: TaggedSentences, parts: readonly AllottedPart[], seed: number): Int32Array {
  const unitOf = unitOfEach(set);
  const chosen = allotUnits(countUnits(set, unitOf), parts, seed);
  for (const [part, { name }] of parts.entries()) {
    if (chosen.includes(part)) continue;
    const units = `${splitBy(set)}s`;
    const names = parts.map((one) => one.name).join(", ");
    const { length } = chosen;
    const why =
      length < parts.length
        ? `${length}${unlike(set, length)}: none is left for ${name}`
        : `${length}: those with a type that no other has are learned from, and none is left for ${name}`;
    throw new MltlError(
      "E_BAD_DATA",
      `Expected at least ${parts.length} ${units} for ${names}, received ${why}`,
      { hint: "Add sentences, or ask for fewer parts." },
    );
  }
  return unitOf.map((unit) => chosen[unit]);
}

function unlike(set: TaggedSentences, units: number): string {
  const doubles = splitBy(set) === "sentence" && units < set.sentences.length;
  return doubles ? " different ones" : "";
}

/** What goes to one side as a whole, by number: each sentence's document, or its words. */
function unitOfEach(set: TaggedSentences): Int32Array {
  const { sentences, documents = [] } = set;
  if (splitBy(set) === "document") return documentOfEach(documents, sentences.length);
  const known = new Map<string, number>();
  return Int32Array.from(sentences, ({ words }) => {
    const key = words.join("\0");
    const unit = known.get(key) ?? known.size;
    known.set(key, unit);
    return unit;
  });
}

/** Entities of each type in each unit, and its sentences last. */
function countUnits({ sentences }: TaggedSentences, unitOf: Int32Array): Float64Array[] {
  const types = [...new Set(sentences.flatMap(({ spans }) => spans.map(({ type }) => type)))];
  const index = new Map(types.sort().map((type, i) => [type, i]));
  const count = unitOf.reduce((most, unit) => Math.max(most, unit + 1), 0);
  const units = Array.from({ length: count }, () => new Float64Array(types.length + 1));
  sentences.forEach(({ spans }, i) => {
    const unit = units[unitOf[i]];
    for (const { type } of spans) unit[index.get(type) as number]++;
    unit[types.length]++;
  });
  return units;
}
