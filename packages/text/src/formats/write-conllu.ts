/**
 * CoNLL-U with tags in MISC (`NER=B-PER`) and the text kept to the last blank: `SpaceAfter=No`, else
 * `SpacesAfter` and `SpacesBefore` in UDPipe's spelling.
 *
 * @module
 */
import type { TextDocument } from "../document/document.js";
import type { TagSchemeName } from "../scheme/parse-tag.js";
import { spansToTags } from "../scheme/write-tags.js";
import type { Losses } from "./losses.js";
import { cell } from "./write-conll.js";

/** A document's lines. */
export function toConllu(document: TextDocument, losses: Losses, scheme?: TagSchemeName): string {
  const { id, text, exactText } = document;
  const sentences = losses.aligned(document);
  const starts = sentences.map(({ tokens }) => tokens[0].start);
  const lines = [`# newdoc id = ${losses.encodable(id.replace(/\s+/g, " "))}`];
  sentences.forEach(({ words, spans, tokens }, n) => {
    const labelled = spans.map((span) => ({
      ...span,
      type: losses.label(span.type, /[|\t\r\n]/g),
    }));
    const tags = spansToTags(labelled, words.length, scheme);
    lines.push(`# sent_id = ${n + 1}`);
    const whole = text.slice(tokens[0].start, tokens[tokens.length - 1].end);
    if (exactText) lines.push(`# text = ${losses.encodable(whole.replace(/\s+/g, " "))}`);
    words.forEach((word, i) => {
      const misc: string[] = tags[i] === "O" ? [] : [`NER=${tags[i]}`];
      if (exactText) {
        const first = n === 0 && i === 0;
        if (first && tokens[0].start > 0)
          misc.push(`SpacesBefore=${escaped(text.slice(0, tokens[0].start))}`);
        const last = n === sentences.length - 1 && i === words.length - 1;
        const next = last ? text.length : (tokens[i + 1]?.start ?? starts[n + 1]);
        misc.push(...spaceAfter(text.slice(tokens[i].end, next), last));
      }
      const form = losses.encodable(cell(word));
      lines.push(
        `${i + 1}\t${form}\t_\t_\t_\t_\t_\t_\t_\t${losses.encodable(misc.join("|")) || "_"}`,
      );
    });
    lines.push("");
  });
  return sentences.length === 0 ? "" : `${lines.join("\n")}\n`;
}

function spaceAfter(gap: string, last: boolean): string[] {
  if (gap === "") return ["SpaceAfter=No"];
  return gap === " " && !last ? [] : [`SpacesAfter=${escaped(gap)}`];
}

const ESCAPES: Readonly<Record<string, string>> = {
  " ": "\\s",
  "\t": "\\t",
  "\r": "\\r",
  "\n": "\\n",
  "|": "\\p",
  "\\": "\\\\",
};

const escaped = (gap: string) => gap.replace(/[ \t\r\n|\\]/g, (mark) => ESCAPES[mark]);
