import type { TaggedSentence } from "../tag/tag.js";

/** A stretch of a sentence for people to read; `entity` is its index where it is one. */
export interface ShownText {
  text: string;
  entity?: number;
}

/**
 * A sentence in stretches, entities and what is between them. Text that came as columns is shown as
 * its tokens with spaces between them, since the lines it came in hold other things too.
 */
export function shownText({ record, tokens, spans, columns }: TaggedSentence): ShownText[] {
  const offset = (token: number) => tokens[token].start - record.start;
  const between = (from: number, to: number) => {
    if (columns)
      return tokens
        .slice(from, to)
        .map(({ text }) => `${text} `)
        .join("");
    const end = to < tokens.length ? offset(to) : record.text.length;
    return from < tokens.length ? record.text.slice(offset(from), end) : "";
  };
  const shown: ShownText[] = [];
  let at = 0;
  for (const [i, { start, end }] of spans.entries()) {
    if (start > at) shown.push({ text: between(at, start) });
    const whole = between(start, end);
    const text = whole.trimEnd();
    shown.push({ text, entity: i });
    if (text !== whole) shown.push({ text: whole.slice(text.length) });
    at = end;
  }
  shown.push({ text: between(at, tokens.length) });
  return shown;
}
