/**
 * From entities as stretches of text to entities as spans of tokens. What tokens can't say is
 * reported, never dropped without a word.
 *
 * @module
 */
import type { Span } from "@mltl/core";
import type { AnnotatedSentence } from "../data/tagged-set.js";
import { cutsSurrogatePair } from "../segment/code-points.js";
import { segment } from "../segment/segment.js";
import type { Token } from "../segment/sentence-rules.js";
import type { TextDocument, TextEntity } from "./document.js";

/**
 * Why an entity is no span of tokens:
 * - `inside-token`: it begins or ends inside one
 * - `crosses-sentences`: its tokens are in several sentences
 * - `overlaps`: a longer one, or one of the same length before it, has some of its tokens
 * - `in-pieces`: tokens that aren't its own lie between its fragments
 * - `no-token`: it is empty, white space, or not in the text
 */
export type Misalignment =
  | "inside-token"
  | "crosses-sentences"
  | "overlaps"
  | "in-pieces"
  | "no-token";

/** An entity that no span of tokens is, and where it stands. */
export interface MisalignedEntity {
  /** The document's id. */
  readonly document: string;
  readonly entity: TextEntity;
  readonly kind: Misalignment;
  /** The text of the entity, and up to 40 UTF-16 units on either side of it. */
  readonly text: string;
  readonly before: string;
  readonly after: string;
  /** The whole of it as a sentence, with its place. */
  readonly reason: string;
}

/** A sentence with where its words stand in the document's text. */
export interface AlignedSentence extends AnnotatedSentence {
  readonly tokens: readonly Token[];
}

/** What {@link alignDocument} gives. */
export interface Alignment {
  readonly sentences: AlignedSentence[];
  readonly misaligned: MisalignedEntity[];
}

const AROUND = 40;

/**
 * The document's sentences with its entities as spans of tokens; the tokens are its own, else those
 * of `segment`. White space at an entity's ends is not a part of it. Of entities that overlap, the
 * longest stays, and of equally long ones the first.
 */
export function alignDocument(document: TextDocument): Alignment {
  const sentences = document.sentences ?? segment(document.text).map(({ tokens }) => tokens);
  const places = placesOf(sentences);
  const misaligned: MisalignedEntity[] = [];
  const report = (entity: TextEntity, kind: Misalignment, why: string) =>
    misaligned.push(describe(document, entity, kind, why));

  const found: { entity: TextEntity; first: number; last: number }[] = [];
  for (const entity of document.entities) {
    const [first, last] = tokensOf(entity, places);
    if (first > last || isOutside(entity, document.text)) {
      report(entity, "no-token", "holds no token");
    } else if (places.starts[first] < entity.start) {
      report(entity, "inside-token", `begins inside the token '${places.tokens[first].text}'`);
    } else if (places.ends[last] > entity.end) {
      report(entity, "inside-token", `ends inside the token '${places.tokens[last].text}'`);
    } else if (places.sentence[first] !== places.sentence[last]) {
      report(entity, "crosses-sentences", "goes over the end of a sentence");
    } else if (!coversTokens(entity, first, last, places)) {
      report(entity, "in-pieces", "is in pieces, with tokens between them that aren't its own");
    } else found.push({ entity, first, last });
  }

  const spans: Span[][] = sentences.map(() => []);
  const owner = new Map<number, TextEntity>();
  found.sort((a, b) => b.last - b.first - (a.last - a.first) || a.first - b.first);
  for (const { entity, first, last } of found) {
    let other: TextEntity | undefined;
    for (let i = first; i <= last && !other; i++) other = owner.get(i);
    if (other) {
      const which = `${other.type} '${document.text.slice(other.start, other.end)}'`;
      report(entity, "overlaps", `overlaps ${which} at ${other.start}-${other.end}`);
      continue;
    }
    for (let i = first; i <= last; i++) owner.set(i, entity);
    const offset = places.firstOf[places.sentence[first]];
    const span = { type: entity.type, start: first - offset, end: last + 1 - offset };
    spans[places.sentence[first]].push(span);
  }
  return {
    sentences: sentences.map((tokens, i) => ({
      words: tokens.map(({ text }) => text),
      spans: spans[i].sort((a, b) => a.start - b.start),
      tokens,
    })),
    misaligned: misaligned.sort((a, b) => a.entity.start - b.entity.start),
  };
}

/** All tokens of a document in one row, by number. */
interface Places {
  readonly tokens: readonly Token[];
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Number of each token's sentence. */
  readonly sentence: Int32Array;
  /** Number of each sentence's first token. */
  readonly firstOf: readonly number[];
}

function placesOf(sentences: readonly (readonly Token[])[]): Places {
  const tokens = sentences.flat();
  const firstOf: number[] = [];
  const sentence = new Int32Array(tokens.length);
  let from = 0;
  sentences.forEach(({ length }, i) => {
    firstOf.push(from);
    sentence.fill(i, from, from + length);
    from += length;
  });
  return {
    tokens,
    starts: Int32Array.from(tokens, ({ start }) => start),
    ends: Int32Array.from(tokens, ({ end }) => end),
    sentence,
    firstOf,
  };
}

/** Numbers of the first and the last token that share text with [start, end). */
function tokensOf({ start, end }: TextEntity, { starts, ends }: Places): [number, number] {
  return [firstWhere(ends, (offset) => offset > start), firstWhere(starts, (at) => at >= end) - 1];
}

/** Index of the first of rising values that meets a condition; their count if none does. */
function firstWhere(values: Int32Array, holds: (value: number) => boolean): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(values[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}

function coversTokens(
  { fragments }: TextEntity,
  first: number,
  last: number,
  { starts, ends }: Places,
): boolean {
  if (fragments === undefined) return true;
  for (let i = first; i <= last; i++) {
    if (!fragments.some(({ start, end }) => start <= starts[i] && ends[i] <= end)) return false;
  }
  return true;
}

function describe(
  { id, text }: TextDocument,
  entity: TextEntity,
  kind: Misalignment,
  why: string,
): MisalignedEntity {
  const { type, start, end } = entity;
  const own = text.slice(Math.max(0, start), Math.max(0, end));
  const left = Math.max(0, start - AROUND);
  const right = end + AROUND;
  return {
    document: id,
    entity,
    kind,
    text: own,
    before: text.slice(cutsSurrogatePair(text, left) ? left + 1 : left, Math.max(0, start)),
    after: text.slice(Math.max(0, end), cutsSurrogatePair(text, right) ? right - 1 : right),
    reason: `${id}: ${type} '${own}' at ${start}-${end} ${why}`,
  };
}

const isOutside = ({ start, end }: TextEntity, { length }: string) =>
  start < 0 || end <= start || end > length;
