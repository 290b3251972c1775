import { setImmediate } from "node:timers/promises";
import { invalidArgument } from "@mltl/core";
import { type ReadOptions, readInput, type TextInput } from "../read/read-input.js";
import type { ReadItem } from "../read/read-item.js";
import type { SentenceRecord } from "../schema.js";
import type { Sentence } from "../segment/segment.js";
import type { Token } from "../segment/sentence-rules.js";
import type { TokenSpan } from "./decode-sentence.js";
import { loadModel } from "./load-model.js";
import { tagSentences } from "./tag-sentences.js";
import type { TaggerModel } from "./tagger-model.js";
import { toRecord } from "./to-record.js";

/** How texts are read and tagged. */
export interface TagOptions extends ReadOptions {
  /** A model, or its folder. Default: the English model that comes with the package. */
  model?: TaggerModel | string;
  /** Keep entities of these types only, in any case of letters. Default: all. */
  types?: readonly string[];
  /** Keep entities of at least this probability, 0 to 1. Default: 0. */
  minConfidence?: number;
}

/** A record together with the tokens that it was made from. */
export interface TaggedSentence {
  record: SentenceRecord;
  /** Whether it begins a paragraph or a line of its input. */
  opens: Sentence["opens"];
  tokens: readonly Token[];
  /** The record's entities in the same order, in token indices. */
  spans: readonly TokenSpan[];
  /** Whether the text came as columns, one token a line. */
  columns: boolean;
}

/** Sentences that are read ahead, so that those of like length are tagged together. */
const AHEAD = { sentences: 512, tokens: 16_384 } as const;

/**
 * Find the named entities of texts. Records come in the order of inputs and sentences; memory
 * doesn't grow with the length of a text. An input that can't be read has a record that says so.
 *
 * @throws MltlError `E_USAGE` for a type that the model doesn't know or a confidence out of range,
 *   and what loading the model throws
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
    const keep = spanFilter(model, options);
    for await (const items of readAhead(inputs, options)) {
      // Tagging holds the thread: let an interrupt or another task have its turn in between.
      await setImmediate();
      options.signal?.throwIfAborted();
      const words = items.map((item) => item.sentence.tokens.map((token) => token.text));
      const found = tagSentences(model, words);
      for (const [i, item] of items.entries()) {
        const spans = found[i].filter(keep);
        const { opens, tokens } = item.sentence;
        const record = toRecord(item, spans);
        yield { record, opens, tokens, spans, columns: item.columns ?? false };
      }
    }
  } finally {
    if (!given) model.dispose();
  }
}

function spanFilter(
  model: TaggerModel,
  { types, minConfidence = 0 }: TagOptions,
): (span: TokenSpan) => boolean {
  if (!(minConfidence >= 0 && minConfidence <= 1)) {
    throw invalidArgument("minConfidence", "a number from 0 to 1", minConfidence);
  }
  const known = new Map(model.types.map((type) => [type.toLowerCase(), type]));
  const wanted = new Set(
    (types ?? model.types).map((type) => {
      const found = known.get(type.toLowerCase());
      if (found === undefined) throw invalidArgument("types", model.types.join(", "), type);
      return found;
    }),
  );
  return ({ type, probability }) => wanted.has(type) && probability >= minConfidence;
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
