import { setImmediate } from "node:timers/promises";
import { invalidArgument } from "@mltl/core";
import { type ReadOptions, readInput, type TextInput } from "../read/read-input.js";
import type { ReadItem } from "../read/read-item.js";
import type { FoundSpan } from "../rules/merge-spans.js";
import { ruleTokens } from "../rules/rule-tokens.js";
import type { Rules } from "../rules/rules.js";
import type { SentenceRecord } from "../schema.js";
import type { Sentence } from "../segment/segment.js";
import type { Token } from "../segment/sentence-rules.js";
import { loadModel } from "./load-model.js";
import { readWithRules } from "./read-with-rules.js";
import type { TaggerModel } from "./tagger-model.js";
import { toRecord } from "./to-record.js";

/** How texts are read and tagged. */
export interface TagOptions extends ReadOptions {
  /** A model, or its folder. Default: the English model that comes with the package. */
  model?: TaggerModel | string;
  /** Gazetteers and patterns beside the network, from `loadRules`. Default: none. */
  rules?: Rules;
  /** Further readings of each sentence that are wanted, most probable first. Default: 0. */
  alternatives?: number;
  /** Keep entities of these types only, in any case of letters. Default: all. */
  types?: readonly string[];
  /**
   * Keep the network's entities of at least this probability, 0 to 1; a less probable one doesn't
   * stand in a rule's way. Default: 0.
   */
  minConfidence?: number;
}

/** A record together with the tokens that it was made from. */
export interface TaggedSentence {
  record: SentenceRecord;
  /** Whether it begins a paragraph or a line of its input. */
  opens: Sentence["opens"];
  tokens: readonly Token[];
  /** The record's entities in the same order, in token indices. */
  spans: readonly FoundSpan[];
  /** Whether the text came as columns, one token a line. */
  columns: boolean;
}

/** What more readings are good for isn't known, and they take time and memory. */
const MOST_ALTERNATIVES = 100;

/** Sentences that are read ahead, so that those of like length are tagged together. */
const AHEAD = { sentences: 512, tokens: 16_384 } as const;

/**
 * Find the named entities of texts. Records come in the order of inputs and sentences; memory
 * doesn't grow with the length of a text. An input that can't be read has a record that says so.
 *
 * @throws MltlError `E_USAGE` for a type that neither the model nor the rules know or a number out of
 *   range, and what loading the model throws
 * @throws the signal's reason when it is aborted
 */
export async function* tag(
  inputs: Iterable<TextInput> | AsyncIterable<TextInput>,
  options: TagOptions = {},
): AsyncGenerator<SentenceRecord, void, undefined> {
  for await (const { record } of tagWithTokens(inputs, options)) yield record;
}

/** As {@link tag}, with the tokens beside each record. */
export async function* tagWithTokens(
  inputs: Iterable<TextInput> | AsyncIterable<TextInput>,
  options: TagOptions = {},
): AsyncGenerator<TaggedSentence, void, undefined> {
  const given = typeof options.model === "object" ? options.model : undefined;
  const model = given ?? (await loadModel(options.model as string | undefined));
  try {
    const { rules, minConfidence = 0, alternatives = 0 } = options;
    checkNumbers(minConfidence, alternatives);
    const keep = typeFilter([...model.types, ...(rules?.types ?? [])], options.types);
    for await (const items of readAhead(inputs, options)) {
      // Tagging holds the thread: let an interrupt or another task have its turn in between.
      await setImmediate();
      options.signal?.throwIfAborted();
      const readings = readWithRules(model, items.map(tokensOf), {
        rules,
        minConfidence,
        alternatives,
      });
      for (const [i, item] of items.entries()) {
        const { opens, tokens } = item.sentence;
        const spans = readings[i].spans.filter(keep);
        const record = toRecord(
          item,
          spans,
          alternatives > 0 ? readings[i].alternatives : undefined,
        );
        yield { record, opens, tokens, spans, columns: item.columns ?? false };
      }
    }
  } finally {
    if (!given) model.dispose();
  }
}

function tokensOf({ sentence, columns }: ReadItem) {
  return ruleTokens(sentence.text, sentence.tokens, columns ?? false);
}

function checkNumbers(minConfidence: number, alternatives: number): void {
  if (!(minConfidence >= 0 && minConfidence <= 1)) {
    throw invalidArgument("minConfidence", "a number from 0 to 1", minConfidence);
  }
  if (!(Number.isInteger(alternatives) && alternatives >= 0 && alternatives <= MOST_ALTERNATIVES)) {
    const expected = `a whole number from 0 to ${MOST_ALTERNATIVES}`;
    throw invalidArgument("alternatives", expected, alternatives);
  }
}

function typeFilter(
  all: readonly string[],
  types: readonly string[] | undefined,
): (span: FoundSpan) => boolean {
  const known = new Map(all.map((type) => [type.toLowerCase(), type]));
  const wanted = new Set(
    types?.map((type) => {
      const name = type.toLowerCase();
      if (!known.has(name)) throw invalidArgument("types", [...new Set(all)].join(", "), type);
      return name;
    }) ?? known.keys(),
  );
  return ({ type }) => wanted.has(type.toLowerCase());
}

async function* readAhead(
  inputs: Iterable<TextInput> | AsyncIterable<TextInput>,
  options: ReadOptions,
): AsyncGenerator<ReadItem[], void, undefined> {
  let items: ReadItem[] = [];
  let tokens = 0;
  for await (const input of inputs) {
    options.signal?.throwIfAborted();
    for await (const item of readInput(input, options)) {
      items.push(item);
      tokens += item.sentence.tokens.length;
      if (items.length < AHEAD.sentences && tokens < AHEAD.tokens) continue;
      yield items;
      items = [];
      tokens = 0;
    }
  }
  if (items.length > 0) yield items;
}
