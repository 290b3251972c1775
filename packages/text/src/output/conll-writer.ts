import type { RecordWriter, Sink } from "@mltl/core";
import type { TaggedSentence } from "../tag/tag.js";

/**
 * CoNLL columns: `token<TAB>tag` in BIO, a blank line after each sentence, and a `-DOCSTART-` line
 * before each input but the first. Inputs that couldn't be read have nothing here.
 *
 * @param sources - with a column between the two that says what found the entity, `_` outside of one
 */
export function createConllWriter(sink: Sink, sources = false): RecordWriter<TaggedSentence> {
  let path: string | undefined;
  return {
    get readerGone() {
      return sink.readerGone;
    },
    async write(sentence) {
      if (sentence.tokens.length === 0) return;
      const next = path !== undefined && path !== sentence.record.path;
      path = sentence.record.path;
      await sink.write(
        (next ? `-DOCSTART-\t${sources ? "_\t" : ""}O\n\n` : "") + toConll(sentence, sources),
      );
    },
    close: () => sink.close(),
    discard: () => sink.discard(),
  };
}

function toConll({ tokens, spans }: TaggedSentence, sources: boolean): string {
  const tags = tokens.map(() => "O");
  const found = tokens.map((): string => (sources ? "_\t" : ""));
  for (const { type, start, end, source } of spans) {
    if (sources) found.fill(`${source}\t`, start, end);
    tags.fill(`I-${type}`, start, end);
    tags[start] = `B-${type}`;
  }
  return `${tokens.map(({ text }, i) => `${text}\t${found[i]}${tags[i]}`).join("\n")}\n\n`;
}
