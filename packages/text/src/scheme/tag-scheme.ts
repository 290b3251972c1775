/**
 * BIOES: the tags inside the network.
 *
 * @module
 */
import { type CrfMask, FORBIDDEN, type Span } from "@mltl/core";

/** The tag of a token outside every entity. */
export const OUTSIDE = "O";

/** `O`, then `B-`, `I-`, `E-` and `S-` of each type: the outputs of a tagger. */
export function bioesTags(types: readonly string[]): string[] {
  return [
    OUTSIDE,
    ...types.flatMap((type) => ["B", "I", "E", "S"].map((part) => `${part}-${type}`)),
  ];
}

/** The type in a tag such as `B-PER`. */
export function typeOfTag(tag: string): string {
  return tag.slice(2);
}

/** The tags of a sentence of `length` tokens with these (non-overlapping) spans. */
export function spansToBioes(spans: readonly Span[], length: number): string[] {
  const tags = new Array<string>(length).fill(OUTSIDE);
  for (const { type, start, end } of spans) {
    if (end - start === 1) {
      tags[start] = `S-${type}`;
      continue;
    }
    tags.fill(`I-${type}`, start, end);
    tags[start] = `B-${type}`;
    tags[end - 1] = `E-${type}`;
  }
  return tags;
}

/** The spans of a legal BIOES sequence. */
export function bioesToSpans(tags: readonly string[]): Span[] {
  const spans: Span[] = [];
  let start = 0;
  tags.forEach((tag, i) => {
    const part = tag[0];
    if (part === "B" || part === "S") start = i;
    if (part === "E" || part === "S") spans.push({ type: tag.slice(2), start, end: i + 1 });
  });
  return spans;
}

/** What BIOES allows between tags: 0, or {@link FORBIDDEN}. */
export function bioesMask(tags: readonly string[]): CrfMask {
  const opens = (tag: string) => tag === OUTSIDE || tag[0] === "B" || tag[0] === "S";
  const closes = (tag: string) => tag === OUTSIDE || tag[0] === "E" || tag[0] === "S";
  const follows = (from: string, to: string) =>
    closes(from) ? opens(to) : !opens(to) && from.slice(2) === to.slice(2);
  const score = (allowed: boolean) => (allowed ? 0 : FORBIDDEN);
  return {
    start: Float32Array.from(tags, (tag) => score(opens(tag))),
    transitions: Float32Array.from(
      tags.flatMap((from) => tags.map((to) => score(follows(from, to)))),
    ),
    end: Float32Array.from(tags, (tag) => score(closes(tag))),
  };
}
