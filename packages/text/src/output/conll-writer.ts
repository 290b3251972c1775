import type { RecordWriter, Sink } from "@mltl/core";
import type { TaggedSentence } from "../tag/tag.js";

/**
 * CoNLL columns: `token<TAB>tag` in BIO, a blank line after each sentence, and a `-DOCSTART-` line
 * before each input but the first. Inputs that couldn't be read have nothing here.
 */
export function createConllWriter(sink: Sink): RecordWriter<TaggedSentence> {
  let path: string | undefined;
  return {
    get readerGone() {
      return sink.readerGone;
    },
    async write(sentence) {
      if (sentence.tokens.length === 0) return;
      const next = path !== undefined && path !== sentence.record.path;
      path = sentence.record.path;
      await sink.write((next ? "-DOCSTART-\tO\n\n" : "") + toConll(sentence));
    },
    close: () => sink.close(),
    discard: () => sink.discard(),
  };
}

function toConll({ tokens, spans }: TaggedSentence): string {
  const tags = tokens.map(() => "O");
  for (const { type, start, end } of spans) {
    tags.fill(`I-${type}`, start, end);
    tags[start] = `B-${type}`;
  }
  return `${tokens.map(({ text }, i) => `${text}\t${tags[i]}`).join("\n")}\n\n`;
}
