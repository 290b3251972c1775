/**
 * From entities to tags of a named scheme.
 *
 * @module
 */
import { invalidArgument, type Span } from "@mltl/core";
import type { TagSchemeName } from "./parse-tag.js";
import { OUTSIDE, spansToBioes } from "./tag-scheme.js";

/**
 * The tags of a sentence of `length` tokens with these spans.
 *
 * @param spans - `start` and `end` count tokens; no two overlap
 * @throws MltlError `E_USAGE` for spans that overlap or leave the sentence
 */
export function spansToTags(
  spans: readonly Span[],
  length: number,
  scheme: TagSchemeName = "BIO",
): string[] {
  checkFlat(spans, length);
  const tags = spansToBioes(spans, length);
  return tags.map((tag, i) => {
    if (tag === OUTSIDE) return tag;
    const type = tag.slice(2);
    const first = tag[0] === "B" || tag[0] === "S";
    const last = tag[0] === "E" || tag[0] === "S";
    switch (scheme) {
      case "IOB1":
        return `${first && tags[i - 1]?.slice(2) === type ? "B" : "I"}-${type}`;
      case "BIO":
      case "IOB2":
        return `${first ? "B" : "I"}-${type}`;
      case "BILUO":
      case "BILOU":
        return `${first && last ? "U" : last ? "L" : tag[0]}-${type}`;
      default:
        return tag;
    }
  });
}

function checkFlat(spans: readonly Span[], length: number): void {
  let end = 0;
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    if (span.start < end || span.end <= span.start || span.end > length) {
      throw invalidArgument(
        "spans",
        `stretches of a sentence of ${length} tokens that don't overlap`,
        `${span.type} [${span.start}, ${span.end})`,
        { hint: "Tags can't say that entities are nested: choose one of those that overlap." },
      );
    }
    end = span.end;
  }
}
