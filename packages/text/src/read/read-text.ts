import { type SegmentOptions, type Sentence, SentenceStream } from "../segment/segment.js";

/** Sentences of text that comes in pieces, each as soon as it is known to be over. */
export async function* readText(
  pieces: AsyncIterable<string> | Iterable<string>,
  options: SegmentOptions = {},
): AsyncGenerator<Sentence, void, undefined> {
  const stream = new SentenceStream(options);
  for await (const piece of pieces) yield* stream.push(piece);
  yield* stream.end();
}
